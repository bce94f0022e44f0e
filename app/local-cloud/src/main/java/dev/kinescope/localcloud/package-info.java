/** TBD. */
@NullMarked
package dev.kinescope.localcloud;

import org.jspecify.annotations.NullMarked;
