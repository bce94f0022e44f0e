package dev.kinescope.pipeline.producer;

/**
 * A line of the input that is no post.
 *
 * @param line from 1
 * @param reason for example {@code not JSON}; never the text
 */
public record MalformedLine(long line, String reason) {}
