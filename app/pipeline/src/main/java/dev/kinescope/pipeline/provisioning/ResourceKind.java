package dev.kinescope.pipeline.provisioning;

/** What the pipeline is made of, in the order in which it is built. */
public enum ResourceKind {
    BUCKET("S3 bucket"),
    ROLE("IAM role"),
    LOG_GROUP("log group"),
    FUNCTION("function"),
    STREAM("Kinesis stream"),
    DELIVERY_STREAM("Firehose");

    private final String words;

    ResourceKind(String words) {
        this.words = words;
    }

    /** What a person calls it. */
    public String words() {
        return words;
    }
}
