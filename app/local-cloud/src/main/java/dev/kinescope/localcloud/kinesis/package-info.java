/** Kinesis Data Streams: streams, shards, records and iterators. */
@NullMarked
package dev.kinescope.localcloud.kinesis;

import org.jspecify.annotations.NullMarked;
