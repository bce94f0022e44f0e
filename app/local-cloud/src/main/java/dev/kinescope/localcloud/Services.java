package dev.kinescope.localcloud;

import dev.kinescope.localcloud.auth.CredentialSource;
import dev.kinescope.localcloud.calls.CallGate;
import dev.kinescope.localcloud.calls.GatedClient;
import dev.kinescope.localcloud.cloudwatch.LocalCloudWatch;
import dev.kinescope.localcloud.comprehend.LocalComprehend;
import dev.kinescope.localcloud.ecr.LocalEcr;
import dev.kinescope.localcloud.firehose.FirehoseTiming;
import dev.kinescope.localcloud.firehose.LocalFirehose;
import dev.kinescope.localcloud.firehose.Surroundings;
import dev.kinescope.localcloud.iam.LocalIam;
import dev.kinescope.localcloud.kinesis.LocalKinesis;
import dev.kinescope.localcloud.lambda.LambdaPorts;
import dev.kinescope.localcloud.lambda.LambdaSettings;
import dev.kinescope.localcloud.lambda.LocalLambda;
import dev.kinescope.localcloud.logs.LocalLogs;
import dev.kinescope.localcloud.s3.LocalS3;
import dev.kinescope.localcloud.sts.LocalSts;
import dev.kinescope.localcloud.time.Scheduler;
import dev.kinescope.localcloud.wire.OfferedService;

import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** Makes every service and joins those that need one another. */
final class Services {
    private static final int LOG_EVENTS_PER_GROUP = 50_000;

    private final LocalCloudSettings settings;
    private final CloudIdentity identity;
    private final DataDirectory data;
    private final Scheduler scheduler;
    private final Clock clock;
    private final CallGate gate;
    private final Roles roles;
    private final StreamsInKinesis streams;

    Services(
            LocalCloudSettings settings,
            CloudIdentity identity,
            DataDirectory data,
            Scheduler scheduler,
            CallGate gate,
            Roles roles,
            StreamsInKinesis streams) {
        this.settings = settings;
        this.identity = identity;
        this.data = data;
        this.scheduler = scheduler;
        this.clock = settings.clock();
        this.gate = gate;
        this.roles = roles;
        this.streams = streams;
    }

    /**
     * Starts the services.
     *
     * @param endpoint where functions reach them
     * @param credentials what functions sign with
     * @param parts takes what has to be closed
     */
    List<OfferedService> start(URI endpoint, CredentialSource credentials, Parts parts) {
        var metrics = parts.add(data.metrics(clock, scheduler));
        LocalIam iam = roles.iam();
        var sts = new LocalSts(identity, credentials, roles.assumable());
        var logs =
                parts.add(new LocalLogs(identity, clock, LOG_EVENTS_PER_GROUP, data.logGroups()));
        var kinesis =
                new LocalKinesis(
                        identity,
                        data.documents(),
                        data.recordLogs(),
                        metrics,
                        clock,
                        scheduler,
                        settings.controlDelay(),
                        settings.shardRates());
        streams.join(kinesis);
        var s3 =
                new LocalS3(
                        identity,
                        parts.add(data.blobs(clock)),
                        data.documents(),
                        clock,
                        UUID::randomUUID);
        var lambda =
                parts.add(
                        new LocalLambda(
                                functionSettings(),
                                new LambdaPorts(
                                        identity,
                                        clock,
                                        scheduler,
                                        UUID::randomUUID,
                                        data.documents(),
                                        new FunctionCodeInS3(gated(S3Client.class, "s3", s3)),
                                        new FunctionCredentials(endpoint, credentials),
                                        new RolesInIam(roles.trust()),
                                        new FunctionLogs(logs),
                                        metrics,
                                        new SecureRandom())));
        var firehose =
                parts.add(
                        new LocalFirehose(
                                new Surroundings(
                                        identity,
                                        roles.actor(),
                                        new KinesisSource(
                                                gated(KinesisClient.class, "kinesis", kinesis)),
                                        new FunctionTransformer(
                                                gated(LambdaClient.class, "lambda", lambda)),
                                        new BucketSink(gated(S3Client.class, "s3", s3)),
                                        new DeliveryLogs(
                                                gated(CloudWatchLogsClient.class, "logs", logs)),
                                        data.documents(),
                                        metrics,
                                        FirehoseTiming.LOCAL,
                                        scheduler,
                                        clock,
                                        new SecureRandom())));
        return List.of(
                Offers.kinesis(kinesis),
                Offers.firehose(firehose),
                Offers.lambda(lambda),
                Offers.s3(s3),
                Offers.comprehend(new LocalComprehend()),
                Offers.iam(iam),
                Offers.sts(sts),
                Offers.secrets(roles.secrets()),
                Offers.ecr(new LocalEcr(identity, data.documents(), clock, settings.registry())),
                Offers.logs(logs),
                Offers.cloudWatch(new LocalCloudWatch(metrics, clock)));
    }

    private LambdaSettings functionSettings() {
        LambdaSettings functions =
                LambdaSettings.in(data.functions()).withDelay(settings.controlDelay());
        return settings.registry()
                .map(uri -> functions.withRegistryForEcr(uri.getAuthority()))
                .orElse(functions);
    }

    /**
     * What one service sees of another: the same gate stands between them as before clients. Made
     * when it is first needed, since it loads all that the other service's client knows.
     */
    private <C extends SdkClient> Supplier<C> gated(Class<C> type, String service, C target) {
        return new Later<>(() -> GatedClient.of(type, service, target, gate));
    }
}
