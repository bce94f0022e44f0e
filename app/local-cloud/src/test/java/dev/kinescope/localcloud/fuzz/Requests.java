package dev.kinescope.localcloud.fuzz;

import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.regions.Region;
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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Requests as the SDK writes them, for every operation, caught before they are sent. */
final class Requests implements AutoCloseable {
    private static final Set<String> NOT_SENT = Set.of("host", "content-length", "user-agent");

    /** Starts processes of its own, one for each call: left to its own tests. */
    private static final Set<String> LEFT_OUT = Set.of("lambda:invokeAsync");

    private record Call(String service, SdkClient client, Method method) {}

    /** Thrown in place of sending. */
    private static final class Caught extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient SdkHttpRequest request;
        private final transient byte[] body;

        Caught(SdkHttpRequest request, byte[] body) {
            super("caught", null, false, false);
            this.request = request;
            this.body = body;
        }
    }

    private final RandomGenerator random;
    private final Values values;
    private final List<SdkClient> clients = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();

    /**
     * Requests of all services.
     *
     * @param endpoint where they would go
     * @param offered the names of the operations that are really there, as {@code service:method};
     *     a few others are sent as well
     */
    Requests(URI endpoint, RandomGenerator random) {
        this.random = random;
        this.values = new Values(random);
        add("kinesis", KinesisClient.class, KinesisClient.builder(), endpoint);
        add("firehose", FirehoseClient.class, FirehoseClient.builder(), endpoint);
        add("lambda", LambdaClient.class, LambdaClient.builder(), endpoint);
        add("s3", S3Client.class, S3Client.builder().forcePathStyle(true), endpoint);
        add("comprehend", ComprehendClient.class, ComprehendClient.builder(), endpoint);
        add("iam", IamClient.class, IamClient.builder(), endpoint);
        add("sts", StsClient.class, StsClient.builder(), endpoint);
        add("secretsmanager", SecretsManagerClient.class, SecretsManagerClient.builder(), endpoint);
        add("ecr", EcrClient.class, EcrClient.builder(), endpoint);
        add("logs", CloudWatchLogsClient.class, CloudWatchLogsClient.builder(), endpoint);
        add("secretsmanager", SecretsManagerClient.class, SecretsManagerClient.builder(), endpoint);
        add("ecr", EcrClient.class, EcrClient.builder(), endpoint);
        add("monitoring", CloudWatchClient.class, CloudWatchClient.builder(), endpoint);
    }

    private <C extends SdkClient, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>>
            void add(String service, Class<C> type, B builder, URI endpoint) {
        C client =
                builder.endpointOverride(endpoint)
                        .region(Region.US_EAST_1)
                        .credentialsProvider(AnonymousCredentialsProvider.create())
                        .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()))
                        .httpClient(new Catcher())
                        .build();
        clients.add(client);
        var found = new ArrayList<Call>();
        for (Method method : type.getMethods()) {
            Class<?>[] parameters = method.getParameterTypes();
            boolean operation =
                    parameters.length > 0
                            && AwsRequest.class.isAssignableFrom(parameters[0])
                            && !method.getName().endsWith("Paginator")
                            && (parameters.length == 1
                                    ? SdkPojo.class.isAssignableFrom(method.getReturnType())
                                    : parameters.length == 2
                                            && (parameters[1] == RequestBody.class
                                                    || parameters[1] == ResponseTransformer.class));
            if (operation && !LEFT_OUT.contains(service + ":" + method.getName())) {
                found.add(new Call(service, client, method));
            }
        }
        found.sort(java.util.Comparator.comparing(call -> call.method().toString()));
        calls.addAll(found);
    }

    /** Keeps to what a service really offers, and one in ten of what it does not. */
    void keep(java.util.function.BiPredicate<String, String> offered) {
        var kept = new ArrayList<Call>();
        int index = 0;
        for (Call call : calls) {
            if (offered.test(call.service(), call.method().getName()) || index++ % 10 == 0) {
                kept.add(call);
            }
        }
        calls.clear();
        calls.addAll(kept);
    }

    /** The next one. */
    Message next() {
        while (true) {
            Call call = calls.get(random.nextInt(calls.size()));
            try {
                SdkPojo builder =
                        (SdkPojo)
                                call.method()
                                        .getParameterTypes()[0]
                                        .getMethod("builder")
                                        .invoke(null);
                values.fill(builder);
                Object request = ((SdkBuilder<?, ?>) builder).build();
                Optional<Message> other =
                        OtherProtocols.message(
                                call.service(), call.method().getName(), (SdkPojo) request, random);
                if (other.isPresent()) {
                    return other.get();
                }
                if (call.method().getParameterCount() == 1) {
                    call.method().invoke(call.client(), request);
                } else if (call.method().getParameterTypes()[1] == RequestBody.class) {
                    var body = new byte[random.nextInt(2_000)];
                    random.nextBytes(body);
                    call.method().invoke(call.client(), request, RequestBody.fromBytes(body));
                } else {
                    call.method().invoke(call.client(), request, ResponseTransformer.toBytes());
                }
            } catch (InvocationTargetException e) {
                for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
                    if (cause instanceof Caught caught) {
                        return message(call.service(), caught);
                    }
                }
                // The SDK itself does not take these values: others will do.
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static Message message(String service, Caught caught) {
        var headers = new ArrayList<Message.Header>();
        new TreeMap<>(caught.request.headers())
                .forEach((name, all) -> {
                    if (!NOT_SENT.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                        all.forEach(value ->
                                headers.add(
                                        new Message.Header(name, value.replaceAll("[\r\n]", "_"))));
                    }
                });
        URI uri = caught.request.getUri();
        String target =
                (uri.getRawPath().isEmpty() ? "/" : uri.getRawPath())
                        + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        return new Message(caught.request.method().name(), target, headers, caught.body, service);
    }

    @Override
    public void close() {
        clients.forEach(SdkClient::close);
    }

    private static final class Catcher implements SdkHttpClient {
        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            byte[] body =
                    request.contentStreamProvider()
                            .map(provider -> {
                                try (var in = provider.newStream()) {
                                    return in.readAllBytes();
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            })
                            .orElseGet(() -> new byte[0]);
            throw new Caught(request.httpRequest(), body);
        }

        @Override
        public void close() {}
    }
}
