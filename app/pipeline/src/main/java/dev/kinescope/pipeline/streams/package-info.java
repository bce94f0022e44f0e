/** The Kinesis stream seen by shard: sampled here, and from CloudWatch. */
@NullMarked
package dev.kinescope.pipeline.streams;

import org.jspecify.annotations.NullMarked;
