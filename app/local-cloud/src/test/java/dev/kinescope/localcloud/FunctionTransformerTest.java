package dev.kinescope.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kinescope.localcloud.firehose.Transformer;
import dev.kinescope.localcloud.firehose.Transformer.Answer;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

class FunctionTransformerTest {
    private static final Supplier<byte[]> EVENT = () -> "{}".getBytes(StandardCharsets.UTF_8);

    @Test
    void whatTheServiceSaysBecomesAFailureOfItsKind() {
        assertThat(failure(_ -> error("Unhandled", "{\"errorMessage\":\"broken\"}")))
                .isEqualTo(Transformer.Failure.FUNCTION_ERROR);
        assertThat(
                        failure(_ ->
                                error(
                                        "Unhandled",
                                        "{\"errorMessage\":\"Task timed out after 3.00"
                                                + " seconds\"}")))
                .isEqualTo(Transformer.Failure.TIMED_OUT);
        assertThat(
                        failure(_ -> {
                            throw ResourceNotFoundException.builder().build();
                        }))
                .isEqualTo(Transformer.Failure.NOT_FOUND);
        assertThat(
                        failure(_ -> {
                            throw TooManyRequestsException.builder().build();
                        }))
                .isEqualTo(Transformer.Failure.LIMIT_EXCEEDED);
        assertThat(
                        failure(_ -> {
                            throw LambdaException.builder().statusCode(403).build();
                        }))
                .isEqualTo(Transformer.Failure.ACCESS_DENIED);
        assertThat(
                        failure(_ -> {
                            throw LambdaException.builder().statusCode(409).build();
                        }))
                .isEqualTo(Transformer.Failure.INTERNAL);
    }

    @Test
    void noMoreThanFourBatchesAreInTheFunctionAtOnce() {
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        var done = new AtomicInteger();
        var gate = new Semaphore(0);
        var transformer =
                new FunctionTransformer(() ->
                        client(_ -> {
                            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                            gate.acquireUninterruptibly();
                            inside.decrementAndGet();
                            return InvokeResponse.builder().build();
                        }));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                threads.execute(() -> {
                    transformer.invoke("arn", EVENT, _ -> {});
                    done.incrementAndGet();
                });
            }
            await().until(() -> inside.get() == 4);
            gate.release(20);
        }
        assertThat(done.get()).isEqualTo(20);
        assertThat(most.get()).isEqualTo(4);
    }

    @Test
    void aFunctionThatHangsDoesNotHoldUpAnother() {
        var gate = new Semaphore(0);
        var inside = new AtomicInteger();
        var transformer = new FunctionTransformer(() -> hanging("stuck", inside, gate));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 5; i++) {
                threads.execute(() -> transformer.invoke("stuck", EVENT, _ -> {}));
            }
            await().until(() -> inside.get() == 4);

            Answer answer = transformer.invoke("healthy", EVENT, _ -> {});
            gate.release(5);
            assertThat(answer).isInstanceOf(Answer.Returned.class);
        }
    }

    @Test
    void whoWaitsNoLongerGivesTheTurnBackOnce() {
        var gate = new Semaphore(0);
        var inside = new AtomicInteger();
        var turns = new ConcurrentLinkedQueue<Runnable>();
        var transformer = new FunctionTransformer(() -> hanging("stuck", inside, gate));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 6; i++) {
                threads.execute(() -> transformer.invoke("stuck", EVENT, turns::add));
            }
            await().until(() -> inside.get() == 4);

            Runnable giveBack = turns.remove();
            giveBack.run();
            giveBack.run();
            await().until(() -> inside.get() == 5);
            gate.release(6);
        }
        assertThat(inside.get()).isEqualTo(6);
    }

    private static LambdaClient hanging(String function, AtomicInteger inside, Semaphore gate) {
        return client(request -> {
            if (request.functionName().equals(function)) {
                inside.incrementAndGet();
                gate.acquireUninterruptibly();
            }
            return InvokeResponse.builder().build();
        });
    }

    private static Transformer.Failure failure(Function<InvokeRequest, InvokeResponse> behaviour) {
        Answer answer =
                new FunctionTransformer(() -> client(behaviour)).invoke("arn", EVENT, _ -> {});
        return ((Answer.Failed) answer).failure();
    }

    private static InvokeResponse error(String kind, String payload) {
        return InvokeResponse.builder()
                .functionError(kind)
                .payload(SdkBytes.fromUtf8String(payload))
                .build();
    }

    private static LambdaClient client(Function<InvokeRequest, InvokeResponse> behaviour) {
        return new LambdaClient() {
            @Override
            public InvokeResponse invoke(InvokeRequest request) {
                return behaviour.apply(request);
            }

            @Override
            public String serviceName() {
                return SERVICE_NAME;
            }

            @Override
            public void close() {
                // Nothing is held.
            }
        };
    }
}
