package dev.kinescope.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.kinescope.localcloud.auth.RawRequest;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.RequiredTrait;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.comprehend.ComprehendClient;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.utils.builder.SdkBuilder;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a client is told that calls an operation which AWS has and the local cloud has not. */
class NotOfferedTest {
    /** The clients by the name that requests are signed for. */
    private static final Map<String, AwsClientBuilder<?, ?>> CLIENTS =
            Map.ofEntries(
                    Map.entry("kinesis", KinesisClient.builder()),
                    Map.entry("firehose", FirehoseClient.builder()),
                    Map.entry("lambda", LambdaClient.builder()),
                    Map.entry("s3", S3Client.builder()),
                    Map.entry("comprehend", ComprehendClient.builder()),
                    Map.entry("iam", IamClient.builder()),
                    Map.entry("sts", StsClient.builder()),
                    Map.entry("logs", CloudWatchLogsClient.builder()),
                    Map.entry("monitoring", CloudWatchClient.builder()),
                    Map.entry("secretsmanager", SecretsManagerClient.builder()),
                    Map.entry("ecr", EcrClient.builder()));

    /** Clients do not sign the first two; the others are signed for services of their own. */
    private static final Map<String, String> NOT_SENT_TO_THE_SERVICE =
            Map.of(
                    "AssumeRoleWithSaml", "403 MissingAuthenticationToken",
                    "AssumeRoleWithWebIdentity", "403 MissingAuthenticationToken",
                    "WriteGetObjectResponse", "400 null",
                    "ListDirectoryBuckets", "400 null");

    private static LocalCloud cloud;

    @BeforeAll
    static void start() {
        cloud = LocalCloud.start(LocalCloudSettings.inMemory());
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    static List<ServiceOperations> services() {
        return cloud.operations();
    }

    @ParameterizedTest
    @MethodSource("services")
    void everyOtherOperationOfTheSdkAnswersAsAwsWouldForAnUnknownOne(ServiceOperations service)
            throws Exception {
        ServiceOperations.Protocol own = service.protocols().getFirst();
        var answers = new TreeMap<String, String>();
        try (AwsClient client = client(CLIENTS.get(service.service()))) {
            for (Method method : clientInterface(client).getMethods()) {
                if (takesARequest(method) && service.notOffered().contains(operation(method))) {
                    answers.put(operation(method), answer(client, method));
                }
            }
        }

        assertThat(answers.keySet()).isEqualTo(new TreeSet<>(service.notOffered()));
        assertThat(answers)
                .allSatisfy((operation, answer) ->
                        assertThat(answer)
                                .isEqualTo(
                                        NOT_SENT_TO_THE_SERVICE.getOrDefault(
                                                operation, own.status() + " " + own.code())));
    }

    @Test
    void jsonNamesTheOperation() throws Exception {
        HttpResponse<byte[]> reply =
                raw("kinesis")
                        .header("Content-Type", "application/x-amz-json-1.1")
                        .header("X-Amz-Target", "Kinesis_20131202.MakeCoffee")
                        .post("{}".getBytes(StandardCharsets.UTF_8));

        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(new String(reply.body(), StandardCharsets.UTF_8))
                .isEqualTo(
                        """
                        {"__type":"UnknownOperationException","message":"The local cloud does not offer the \
                        operation MakeCoffee."}\
                        """);
    }

    @Test
    void queryNamesTheOperationAndTheVersion() throws Exception {
        HttpResponse<byte[]> reply =
                raw("iam")
                        .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                        .post(
                                "Action=MakeCoffee&Version=2010-05-08"
                                        .getBytes(StandardCharsets.UTF_8));

        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(new String(reply.body(), StandardCharsets.UTF_8))
                .contains("<Code>InvalidAction</Code>")
                .contains(
                        "<Message>Could not find operation MakeCoffee for version"
                                + " 2010-05-08</Message>");
    }

    private static RawRequest raw(String service) {
        LocalCredentials keys = cloud.credentials();
        return new RawRequest(
                cloud,
                AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey()),
                service);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static AwsClient client(AwsClientBuilder builder) {
        // Some operations would put an account id before the host.
        builder.overrideConfiguration(
                builder.overrideConfiguration().toBuilder()
                        .putAdvancedOption(
                                SdkAdvancedClientOption.DISABLE_HOST_PREFIX_INJECTION, true)
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .build());
        return (AwsClient) Clients.of(cloud, builder);
    }

    private static Class<?> clientInterface(AwsClient client) {
        for (Class<?> type : client.getClass().getInterfaces()) {
            if (AwsClient.class.isAssignableFrom(type)) {
                return type;
            }
        }
        throw new IllegalArgumentException(client + " has no client interface.");
    }

    private static boolean takesARequest(Method method) {
        Class<?>[] parameters = method.getParameterTypes();
        return parameters.length > 0
                && AwsRequest.class.isAssignableFrom(parameters[0])
                && !method.getName().endsWith("Paginator")
                && (parameters.length == 1
                        || parameters[1] == RequestBody.class
                        || parameters[1] == ResponseTransformer.class);
    }

    private static String operation(Method method) {
        return method.getParameterTypes()[0].getSimpleName().replaceFirst("Request$", "");
    }

    /** Calls an operation with something in every required member. */
    private static String answer(AwsClient client, Method method) throws Exception {
        Class<?> type = method.getParameterTypes()[0];
        var arguments = new ArrayList<Object>();
        arguments.add(filled((SdkPojo) type.getMethod("builder").invoke(null)));
        if (method.getParameterCount() == 2) {
            arguments.add(
                    method.getParameterTypes()[1] == RequestBody.class
                            ? RequestBody.fromString("content")
                            : ResponseTransformer.toBytes());
        }
        Throwable thrown = catchThrowable(() -> method.invoke(client, arguments.toArray()));
        if (thrown instanceof InvocationTargetException e) {
            return e.getCause() instanceof AwsServiceException told
                    ? told.statusCode() + " " + told.awsErrorDetails().errorCode()
                    : String.valueOf(e.getCause());
        }
        return thrown == null ? "no error" : thrown.toString();
    }

    private static Object filled(SdkPojo builder) {
        for (SdkField<?> field : builder.sdkFields()) {
            if (field.containsTrait(RequiredTrait.class)
                    || field.location() == MarshallLocation.PATH
                    || field.location() == MarshallLocation.GREEDY_PATH) {
                field.set(builder, value(field));
            }
        }
        return ((SdkBuilder<?, ?>) builder).build();
    }

    private static Object value(SdkField<?> field) {
        return switch (field.marshallingType().getTargetClass().getSimpleName()) {
            case "String" -> "something";
            case "Integer" -> 1;
            case "Long" -> 1L;
            case "Float" -> 1f;
            case "Double" -> 1d;
            case "Boolean" -> true;
            case "Instant" -> Instant.EPOCH;
            case "SdkBytes" -> software.amazon.awssdk.core.SdkBytes.fromUtf8String("content");
            case "SdkPojo" -> filled(field.constructor().get());
            case "List" -> List.of(value(field.getTrait(ListTrait.class).memberFieldInfo()));
            case "Map" -> Map.of();
            case String other -> throw new IllegalArgumentException(field + " is a " + other);
        };
    }
}
