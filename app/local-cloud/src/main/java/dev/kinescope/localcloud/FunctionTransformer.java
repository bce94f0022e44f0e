package dev.kinescope.localcloud;

import dev.kinescope.localcloud.firehose.Transformer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Lets Firehose transform records through the Lambda client interface, a few batches at a time.
 *
 * <p>Every invocation at the same time is a process of its own here: five for each shard, as
 * Firehose may have outstanding, would starve a laptop and run into the function's bound, and
 * batches refused there end as failed records. So they wait for each other instead.
 */
final class FunctionTransformer implements Transformer {
    private static final Logger LOG = LoggerFactory.getLogger(FunctionTransformer.class);
    private static final int FORBIDDEN = 403;

    private static final int MOST_AT_ONCE = 4;

    private final Supplier<LambdaClient> lambda;

    /** By function: one that hangs must not hold up the others. */
    private final Map<String, Semaphore> turns = new ConcurrentHashMap<>();

    FunctionTransformer(Supplier<LambdaClient> lambda) {
        this.lambda = lambda;
    }

    @Override
    public Answer invoke(String functionArn, Supplier<byte[]> event, Consumer<Runnable> begun) {
        Semaphore ofFunction =
                turns.computeIfAbsent(functionArn, _ -> new Semaphore(MOST_AT_ONCE, true));
        ofFunction.acquireUninterruptibly();
        var held = new AtomicBoolean(true);
        Runnable giveBack =
                () -> {
                    if (held.compareAndSet(true, false)) {
                        ofFunction.release();
                    }
                };
        try {
            byte[] payload = event.get();
            begun.accept(giveBack);
            return invokeNow(functionArn, payload);
        } finally {
            giveBack.run();
        }
    }

    private Answer invokeNow(String functionArn, byte[] event) {
        InvokeResponse response;
        try {
            response =
                    lambda.get()
                            .invoke(b ->
                                    b.functionName(functionArn)
                                            .payload(SdkBytes.fromByteArrayUnsafe(event)));
        } catch (ResourceNotFoundException e) {
            return new Answer.Failed(Failure.NOT_FOUND);
        } catch (TooManyRequestsException e) {
            return new Answer.Failed(Failure.LIMIT_EXCEEDED);
        } catch (LambdaException e) {
            LOG.warn("Firehose could not invoke {}: {}", functionArn, Messages.of(e));
            return new Answer.Failed(
                    e.statusCode() == FORBIDDEN ? Failure.ACCESS_DENIED : Failure.INTERNAL);
        } catch (SdkException e) {
            LOG.warn("Firehose could not invoke {}: {}", functionArn, Messages.of(e));
            return new Answer.Failed(Failure.INTERNAL);
        }
        if (response.functionError() == null) {
            return new Answer.Returned(
                    response.payload() == null
                            ? new byte[0]
                            : response.payload().asByteArrayUnsafe());
        }
        boolean timedOut =
                response.payload() != null
                        && response.payload().asUtf8String().contains("Task timed out after");
        return new Answer.Failed(timedOut ? Failure.TIMED_OUT : Failure.FUNCTION_ERROR);
    }
}
