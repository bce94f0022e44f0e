package dev.kinescope.localcloud.kinesis;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.kinesis.model.EncryptionType;
import software.amazon.awssdk.services.kinesis.model.StartStreamEncryptionRequest;
import software.amazon.awssdk.services.kinesis.model.StopStreamEncryptionRequest;
import software.amazon.awssdk.services.kinesis.model.UpdateMaxRecordSizeRequest;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How large a stream's records may be, and with what key they are said to be encrypted. */
final class RecordOptions {
    static final int LARGEST_RECORD_KIB = 10 * 1024;

    private static final String AWS_KEY = "alias/aws/kinesis";
    private static final String ENCRYPTION = "encryption";
    private static final int CHANGES_A_DAY = 25;

    private final Streams streams;
    private final Control control;
    private final Clock clock;

    RecordOptions(Streams streams, Control control, Clock clock) {
        this.streams = streams;
        this.control = control;
        this.clock = clock;
    }

    void encrypt(StartStreamEncryptionRequest request) {
        check(request.streamName(), request.encryptionTypeAsString(), request.keyId());
        Stream stream = streams.named(request.streamName(), request.streamARN());
        control.update(stream, state -> changed(state, known(request.keyId())));
    }

    void decrypt(StopStreamEncryptionRequest request) {
        check(request.streamName(), request.encryptionTypeAsString(), request.keyId());
        Stream stream = streams.named(request.streamName(), request.streamARN());
        control.update(
                stream,
                state -> {
                    String key = known(request.keyId());
                    if (!state.features().key().filter(key::equals).isPresent()) {
                        throw Faults.invalidArgument(
                                streams.described(state.name())
                                        + " is not encrypted with the key "
                                        + key
                                        + ".");
                    }
                    return changed(state, null);
                });
    }

    private static void check(@Nullable String name, @Nullable String type, @Nullable String key) {
        new Validation()
                .name("streamName", name)
                .required("encryptionType", type)
                .oneOf(
                        "encryptionType",
                        type,
                        List.of(EncryptionType.NONE.toString(), EncryptionType.KMS.toString()))
                .required("keyId", key)
                .length("keyId", key, 1, 2048)
                .orThrow();
        if (EncryptionType.NONE.toString().equals(type)) {
            throw Faults.invalidArgument("EncryptionType must be KMS.");
        }
    }

    /** The one key there is; the local cloud has no KMS, so nobody can have made another. */
    private String known(String key) {
        String arn = streams.arn("kms", AWS_KEY);
        if (!key.equals(AWS_KEY) && !key.equals(arn)) {
            throw Faults.kmsNotFound("Key '" + key + "' does not exist");
        }
        return AWS_KEY;
    }

    private StreamState changed(StreamState state, @Nullable String key) {
        Instant now = clock.instant();
        StreamFeatures features = state.features();
        if (features.changes(ENCRYPTION, now) >= CHANGES_A_DAY) {
            throw Faults.limitExceeded(
                    "The encryption of "
                            + streams.described(state.name())
                            + " was changed "
                            + CHANGES_A_DAY
                            + " times in the last 24 hours, which is as often as it may be.");
        }
        Instant horizon = now.minus(Duration.ofHours(state.retentionHours()));
        return state.with(features.encrypted(now, key, horizon).changed(ENCRYPTION, now));
    }

    void resize(UpdateMaxRecordSizeRequest request) {
        new Validation()
                .required("maxRecordSizeInKiB", request.maxRecordSizeInKiB())
                .range(
                        "maxRecordSizeInKiB",
                        request.maxRecordSizeInKiB(),
                        StreamState.DEFAULT_MAX_RECORD_KIB,
                        LARGEST_RECORD_KIB)
                .orThrow();
        Stream stream = streams.named(null, request.streamARN());
        int kibibytes = request.maxRecordSizeInKiB();
        control.update(stream, state -> state.withPending(new Pending.RecordSize(kibibytes)));
    }
}
