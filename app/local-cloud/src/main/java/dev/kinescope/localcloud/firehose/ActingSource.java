package dev.kinescope.localcloud.firehose;

import dev.kinescope.localcloud.calls.CannotAssumeRoleException;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** Reads the source stream with the role that the delivery stream was given for it. */
final class ActingSource implements StreamSource {
    private final Surroundings around;
    private final String roleArn;

    ActingSource(Surroundings around, String roleArn) {
        this.around = around;
        this.roleArn = roleArn;
    }

    @Override
    public Instant created(String streamArn) {
        return acting(() -> around.source().created(streamArn));
    }

    @Override
    public List<Shard> shards(String streamArn) {
        return acting(() -> around.source().shards(streamArn));
    }

    @Override
    public String iterator(String streamArn, String shardId, Position position) {
        return acting(() -> around.source().iterator(streamArn, shardId, position));
    }

    @Override
    public Read read(String streamArn, String shardId, String iterator) {
        return acting(() -> around.source().read(streamArn, shardId, iterator));
    }

    private <T> T acting(Supplier<T> work) {
        try {
            return around.as(roleArn, work);
        } catch (CannotAssumeRoleException e) {
            throw new Unreadable(Trouble.ROLE_NOT_ASSUMED, String.valueOf(e.getMessage()), e);
        }
    }
}
