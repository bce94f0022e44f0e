package dev.kinescope.localcloud.fuzz;

import dev.kinescope.localcloud.cloudwatch.LocalCloudWatch;
import dev.kinescope.localcloud.comprehend.LocalComprehend;
import dev.kinescope.localcloud.ecr.LocalEcr;
import dev.kinescope.localcloud.firehose.LocalFirehose;
import dev.kinescope.localcloud.iam.LocalIam;
import dev.kinescope.localcloud.kinesis.LocalKinesis;
import dev.kinescope.localcloud.lambda.LocalLambda;
import dev.kinescope.localcloud.logs.LocalLogs;
import dev.kinescope.localcloud.s3.LocalS3;
import dev.kinescope.localcloud.secrets.LocalSecrets;
import dev.kinescope.localcloud.sts.LocalSts;

import java.util.Arrays;
import java.util.Map;

/** Which operations the local services have. */
final class Offered {
    private static final Map<String, Class<?>> SERVICES =
            Map.ofEntries(
                    Map.entry("kinesis", LocalKinesis.class),
                    Map.entry("firehose", LocalFirehose.class),
                    Map.entry("lambda", LocalLambda.class),
                    Map.entry("s3", LocalS3.class),
                    Map.entry("comprehend", LocalComprehend.class),
                    Map.entry("iam", LocalIam.class),
                    Map.entry("sts", LocalSts.class),
                    Map.entry("logs", LocalLogs.class),
                    Map.entry("secretsmanager", LocalSecrets.class),
                    Map.entry("ecr", LocalEcr.class),
                    Map.entry("monitoring", LocalCloudWatch.class));

    private Offered() {}

    static boolean contains(String service, String method) {
        return Arrays.stream(SERVICES.get(service).getDeclaredMethods())
                .anyMatch(declared -> declared.getName().equals(method));
    }
}
