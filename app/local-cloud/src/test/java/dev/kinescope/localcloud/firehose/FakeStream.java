package dev.kinescope.localcloud.firehose;

import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A Kinesis stream in memory whose iterators are plain {@code shard:index} texts. */
final class FakeStream implements StreamSource {
    static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/posts";

    private static final class Content {
        final List<String> parents;
        final List<SourceRecord> records = new ArrayList<>();
        boolean closed;

        Content(List<String> parents) {
            this.parents = parents;
        }
    }

    private final Clock clock;
    private final Map<String, Content> shards = new LinkedHashMap<>();
    private final List<Unreadable> troubles = new ArrayList<>();
    private BigInteger next = BigInteger.valueOf(1000);

    FakeStream(Clock clock) {
        this.clock = clock;
    }

    FakeStream shard(String id, String... parents) {
        shards.put(id, new Content(List.of(parents)));
        return this;
    }

    void close(String shard) {
        shards.get(shard).closed = true;
    }

    void put(String shard, byte[]... data) {
        for (byte[] one : data) {
            next = next.add(BigInteger.ONE);
            shards.get(shard)
                    .records
                    .add(
                            SourceRecord.of(
                                    new SourceRecord.Origin(shard, next.toString(), "key"),
                                    one,
                                    clock.instant()));
        }
    }

    /** Makes the next read fail. */
    void fail(Trouble trouble) {
        troubles.add(new Unreadable(trouble, trouble.name(), null));
    }

    @Override
    public void check(String streamArn) {
        if (!streamArn.equals(ARN)) {
            throw new Unreadable(
                    Trouble.NOT_FOUND, "Stream other under account 000000000000 not found.", null);
        }
    }

    @Override
    public List<Shard> shards(String streamArn) {
        return shards.entrySet().stream()
                .map(entry -> new Shard(entry.getKey(), entry.getValue().parents))
                .toList();
    }

    @Override
    public String iterator(String streamArn, String shardId, Position position) {
        List<SourceRecord> records = shards.get(shardId).records;
        int index = 0;
        while (index < records.size() && isBefore(records.get(index), position)) {
            index++;
        }
        return shardId + ":" + index;
    }

    private static boolean isBefore(SourceRecord record, Position position) {
        return switch (position) {
            case Position.AtTime(Instant time) -> record.arrival().isBefore(time);
            case Position.After(String number) ->
                    new BigInteger(record.kinesis().sequenceNumber())
                                    .compareTo(new BigInteger(number))
                            <= 0;
        };
    }

    @Override
    public Read read(String streamArn, String shardId, String iterator) {
        if (!troubles.isEmpty()) {
            throw troubles.removeFirst();
        }
        Content content = shards.get(shardId);
        int from = Integer.parseInt(iterator.substring(iterator.indexOf(':') + 1));
        int to = Math.min(content.records.size(), from + 10_000);
        boolean done = content.closed && to == content.records.size();
        return new Read(
                List.copyOf(content.records.subList(from, to)),
                done ? null : shardId + ":" + to,
                to == content.records.size() ? 0 : 1);
    }
}
