package dev.kinescope.localcloud.firehose;

import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A Kinesis stream in memory whose iterators are plain {@code creation:index} texts. */
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
    private Instant created;
    private BigInteger first = next;
    private boolean deleted;
    private boolean denied;
    private Runnable whenRead = () -> {};
    private Runnable whenListed = () -> {};
    private int throttledDescribes;

    /** How often the shards were listed. */
    int listed;

    FakeStream(Clock clock) {
        this.clock = clock;
        this.created = clock.instant();
    }

    void deny(boolean all) {
        denied = all;
    }

    void whenRead(Runnable work) {
        whenRead = work;
    }

    void delete() {
        shards.clear();
        deleted = true;
    }

    /** Makes the stream anew, without shards; what was told of the old one is not valid. */
    FakeStream make() {
        deleted = false;
        created = clock.instant();
        first = next;
        return this;
    }

    FakeStream shard(String id, String... parents) {
        shards.put(id, new Content(List.of(parents)));
        return this;
    }

    /** As a closed shard is, once none of its records is kept any more. */
    void remove(String shard) {
        shards.remove(shard);
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
                                    new SourceRecord.Origin(shard, next.toString(), 0, "key"),
                                    one,
                                    clock.instant()));
        }
    }

    /** Makes the next read fail. */
    void fail(Trouble trouble) {
        troubles.add(new Unreadable(trouble, trouble.name(), null));
    }

    /** What happens when the shards are listed next. */
    void whenListed(Runnable work) {
        whenListed = work;
    }

    /** Makes the next descriptions fail. */
    void throttleDescribe(int times) {
        throttledDescribes = times;
    }

    @Override
    public Instant created(String streamArn) {
        if (throttledDescribes > 0) {
            throttledDescribes--;
            throw new Unreadable(Trouble.THROTTLED, "Rate exceeded", null);
        }
        return found(streamArn);
    }

    private Instant found(String streamArn) {
        whenRead.run();
        if (denied) {
            throw new Unreadable(Trouble.DENIED, "User is not authorized.", null);
        }
        if (deleted || !streamArn.equals(ARN)) {
            throw new Unreadable(
                    Trouble.NOT_FOUND,
                    "Stream %s under account 000000000000 not found."
                            .formatted(streamArn.substring(streamArn.indexOf('/') + 1)),
                    null);
        }
        return created;
    }

    private Content content(String streamArn, String shardId) {
        found(streamArn);
        if (!shards.containsKey(shardId)) {
            throw new Unreadable(Trouble.NOT_FOUND, shardId + " does not exist", null);
        }
        return shards.get(shardId);
    }

    @Override
    public List<Shard> shards(String streamArn) {
        found(streamArn);
        listed++;
        Runnable now = whenListed;
        whenListed = () -> {};
        now.run();
        return shards.entrySet().stream()
                .map(entry -> new Shard(entry.getKey(), entry.getValue().parents))
                .toList();
    }

    @Override
    public String iterator(String streamArn, String shardId, Position position) {
        List<SourceRecord> records = content(streamArn, shardId).records;
        if (position instanceof Position.After(String number)
                && new BigInteger(number).compareTo(first) <= 0) {
            throw new Unreadable(Trouble.POSITION_INVALID, "It encodes another shard.", null);
        }
        int index = 0;
        while (index < records.size() && isBefore(records.get(index), position)) {
            index++;
        }
        return created + ":" + index;
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
        Content content = content(streamArn, shardId);
        if (!iterator.startsWith(created.toString())) {
            throw new Unreadable(Trouble.POSITION_INVALID, "Invalid ShardIterator.", null);
        }
        int from = Integer.parseInt(iterator.substring(iterator.lastIndexOf(':') + 1));
        int to = Math.min(content.records.size(), from + 10_000);
        boolean done = content.closed && to == content.records.size();
        return new Read(
                List.copyOf(content.records.subList(from, to)),
                done ? null : created + ":" + to,
                to == content.records.size() ? 0 : 1);
    }
}
