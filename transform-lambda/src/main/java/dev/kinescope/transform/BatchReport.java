package dev.kinescope.transform;

/**
 * The log line of one batch, which the panel adds up: {@code records = ok + dropped + failed}, and
 * the skipped ones are among the ok.
 *
 * @param type always {@link #TYPE}, to find the line by
 * @param invocationId as Firehose named it
 * @param records answered
 * @param ok delivered
 * @param dropped empty
 * @param failed sent to the error prefix
 * @param skipped delivered without a sentiment
 * @param calls to Comprehend
 * @param throttles how many of them were throttled
 * @param millis how long the batch took
 */
record BatchReport(
        String type,
        String invocationId,
        int records,
        int ok,
        int dropped,
        int failed,
        int skipped,
        int calls,
        int throttles,
        long millis) {
    static final String TYPE = "kinescope.transform.batch";
}
