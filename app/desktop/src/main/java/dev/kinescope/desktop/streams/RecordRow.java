package dev.kinescope.desktop.streams;

import dev.kinescope.pipeline.streams.StreamRecord;

/**
 * One line of the table of records.
 *
 * @param preview the first line of the post
 */
record RecordRow(StreamRecord record, String preview) {

    static RecordRow of(StreamRecord record) {
        return new RecordRow(record, JsonText.preview(record.text()));
    }

    String sequenceNumber() {
        return record.sequenceNumber();
    }
}
