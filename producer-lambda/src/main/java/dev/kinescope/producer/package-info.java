/** The producer function: reads posts from a source and sends them to a Kinesis stream. */
@NullMarked
package dev.kinescope.producer;

import org.jspecify.annotations.NullMarked;
