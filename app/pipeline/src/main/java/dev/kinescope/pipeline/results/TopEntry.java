package dev.kinescope.pipeline.results;

/** A handle or hashtag with the sentiments of its posts. */
public record TopEntry(String name, SentimentCounts counts) {}
