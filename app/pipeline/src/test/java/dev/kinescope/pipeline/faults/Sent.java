package dev.kinescope.pipeline.faults;

/**
 * What came of sending, as the sender sees it.
 *
 * @param records how many different ones
 * @param acknowledged how many of them Kinesis said it has
 * @param refused entries that came back as failed, each time counted
 * @param failedCalls calls that came back as failed, each time counted
 * @param inFailedCalls the records in those calls, which may or may not have been stored
 */
record Sent(long records, long acknowledged, long refused, long failedCalls, long inFailedCalls) {}
