/** Measures the functions as they run in the local cloud. */
@NullMarked
package dev.kinescope.pipeline.bench;

import org.jspecify.annotations.NullMarked;
