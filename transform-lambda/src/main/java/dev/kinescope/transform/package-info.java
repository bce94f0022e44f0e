/** TBD. */
@NullMarked
package dev.kinescope.transform;

import org.jspecify.annotations.NullMarked;
