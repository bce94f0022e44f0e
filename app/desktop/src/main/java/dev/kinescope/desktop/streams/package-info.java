/** The Shards view: which shard is hot and why, sampled here each second, and its last records. */
@NullMarked
package dev.kinescope.desktop.streams;

import org.jspecify.annotations.NullMarked;
