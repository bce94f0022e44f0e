/** TBD. */
@NullMarked
package dev.kinescope.desktop;

import org.jspecify.annotations.NullMarked;
