package dev.kinescope.localcloud.iam.access;

import dev.kinescope.localcloud.CloudIdentity;
import dev.kinescope.localcloud.calls.ServiceCall;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What every operation of every service needs; a test holds the offered operations to it. */
final class ActionTable {
    private final Map<String, ServiceActions> services;

    ActionTable(CloudIdentity identity, ResourceNames names) {
        services =
                Map.ofEntries(
                        Map.entry("kinesis", new KinesisActions(identity, names::streamOfToken)),
                        Map.entry("firehose", new FirehoseActions(identity)),
                        Map.entry("lambda", new LambdaActions(identity)),
                        Map.entry("s3", new S3Actions()),
                        Map.entry("comprehend", PlainActions.comprehend()),
                        Map.entry("iam", new IamActions(identity)),
                        Map.entry("sts", new StsActions()),
                        Map.entry("logs", new LogsActions(identity)),
                        Map.entry("monitoring", PlainActions.cloudWatch()),
                        Map.entry(
                                "secretsmanager", new SecretsActions(identity, names::arnOfSecret)),
                        Map.entry("ecr", new EcrActions(identity)));
    }

    Optional<ServiceActions> service(String signingName) {
        return Optional.ofNullable(services.get(signingName));
    }

    /** The permissions of a call; empty if its operation has no entry. */
    Optional<List<Need>> needs(ServiceCall call) {
        return service(call.service())
                .flatMap(actions -> actions.needs(call.operation(), call.request()));
    }
}
