package dev.kinescope.producer;

import dev.kinescope.producer.send.OutgoingRecord;
import dev.kinescope.producer.send.RecordSink;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/** A stream of two shards that keeps what it accepts and can be told how to answer next. */
public final class FakeStream implements RecordSink {
    private final Deque<Function<List<OutgoingRecord>, Answer>> script = new ArrayDeque<>();
    private final List<OutgoingRecord> accepted = new ArrayList<>();
    private final List<Integer> requests = new ArrayList<>();

    /** Answers the next request so. */
    public synchronized FakeStream next(Function<List<OutgoingRecord>, Answer> answer) {
        script.add(answer);
        return this;
    }

    @Override
    public synchronized Answer put(List<OutgoingRecord> records, Duration patience) {
        requests.add(records.size());
        return script.isEmpty() ? acceptAll(records) : script.remove().apply(records);
    }

    /** Accepts every record. */
    public synchronized Answer acceptAll(List<OutgoingRecord> records) {
        return acceptEvery(1, records);
    }

    /** Accepts each nth record, beginning with the first, and rejects the others. */
    public synchronized Answer acceptEvery(int nth, List<OutgoingRecord> records) {
        var outcomes = new ArrayList<Outcome>();
        for (int i = 0; i < records.size(); i++) {
            if (i % nth == 0) {
                accepted.add(records.get(i));
                outcomes.add(new Outcome.Accepted(shard(records.get(i).partitionKey())));
            } else {
                outcomes.add(new Outcome.Rejected("ProvisionedThroughputExceededException"));
            }
        }
        return new Answer.PerRecord(outcomes);
    }

    private static String shard(String key) {
        return "shardId-00000000000" + Math.floorMod(key.hashCode(), 2);
    }

    /** The partition keys of what is on the stream, in order of arrival. */
    public synchronized List<String> keys() {
        return accepted.stream().map(OutgoingRecord::partitionKey).toList();
    }

    /** The data of what is on the stream, in order of arrival. */
    public synchronized List<String> data() {
        return accepted.stream().map(r -> new String(r.data(), StandardCharsets.UTF_8)).toList();
    }

    /** How many records each request brought. */
    public synchronized List<Integer> requests() {
        return List.copyOf(requests);
    }
}
