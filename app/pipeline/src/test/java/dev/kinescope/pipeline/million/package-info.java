/** A million posts through the whole pipeline: nothing lost, and memory that does not grow. */
@NullMarked
package dev.kinescope.pipeline.million;

import org.jspecify.annotations.NullMarked;
