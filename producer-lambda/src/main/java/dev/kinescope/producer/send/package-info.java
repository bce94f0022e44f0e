/** How posts get onto the stream: pacing, batches, and resending what the stream did not accept. */
@NullMarked
package dev.kinescope.producer.send;

import org.jspecify.annotations.NullMarked;
