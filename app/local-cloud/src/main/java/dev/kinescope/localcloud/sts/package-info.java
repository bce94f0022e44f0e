/** STS: who calls, and temporary credentials of a role. */
@NullMarked
package dev.kinescope.localcloud.sts;

import org.jspecify.annotations.NullMarked;
