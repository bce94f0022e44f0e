/** TBD. */
@NullMarked
package dev.kinescope.pipeline;

import org.jspecify.annotations.NullMarked;
