package dev.kinescope.desktop.functions;

/** The part that a function plays in the pipeline. */
enum FunctionRole {
    PRODUCER("sends posts"),
    TRANSFORM("scores posts for Firehose");

    private final String words;

    FunctionRole(String words) {
        this.words = words;
    }

    /** In a few words, to follow the function's name. */
    String words() {
        return words;
    }
}
