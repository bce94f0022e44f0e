/** TBD. */
@NullMarked
package dev.kinescope.producer;

import org.jspecify.annotations.NullMarked;
