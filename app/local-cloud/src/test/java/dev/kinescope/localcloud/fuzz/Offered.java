package dev.kinescope.localcloud.fuzz;

import dev.kinescope.localcloud.cloudwatch.LocalCloudWatch;
import dev.kinescope.localcloud.comprehend.LocalComprehend;
import dev.kinescope.localcloud.firehose.LocalFirehose;
import dev.kinescope.localcloud.iam.LocalIam;
import dev.kinescope.localcloud.kinesis.LocalKinesis;
import dev.kinescope.localcloud.lambda.LocalLambda;
import dev.kinescope.localcloud.logs.LocalLogs;
import dev.kinescope.localcloud.s3.LocalS3;
import dev.kinescope.localcloud.sts.LocalSts;

import java.util.Arrays;
import java.util.Map;

/** Which operations the local services have. */
final class Offered {
    private static final Map<String, Class<?>> SERVICES =
            Map.of(
                    "kinesis", LocalKinesis.class,
                    "firehose", LocalFirehose.class,
                    "lambda", LocalLambda.class,
                    "s3", LocalS3.class,
                    "comprehend", LocalComprehend.class,
                    "iam", LocalIam.class,
                    "sts", LocalSts.class,
                    "logs", LocalLogs.class,
                    "monitoring", LocalCloudWatch.class);

    private Offered() {}

    static boolean contains(String service, String method) {
        return Arrays.stream(SERVICES.get(service).getDeclaredMethods())
                .anyMatch(declared -> declared.getName().equals(method));
    }
}
