package dev.kinescope.pipeline;

/** Where a number came from, said beside it wherever it is shown. */
public enum Source {
    MEASURED_HERE("measured here"),
    FUNCTION_RESULT("function result"),
    FUNCTION_LOG("function log"),
    CLOUDWATCH("CloudWatch 1-min"),
    LISTED_HERE("listed here"),
    ESTIMATED("estimated");

    private final String words;

    Source(String words) {
        this.words = words;
    }

    /** In lower case, to follow a number: {@code "measured here"}. */
    public String words() {
        return words;
    }
}
