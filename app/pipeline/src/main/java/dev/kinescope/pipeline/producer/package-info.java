/** Sending posts: invokes the producer function in short slices and adds up what it reports. */
@NullMarked
package dev.kinescope.pipeline.producer;

import org.jspecify.annotations.NullMarked;
