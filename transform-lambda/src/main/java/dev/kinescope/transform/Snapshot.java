package dev.kinescope.transform;

import dev.kinescope.transform.Transform.Transformed;
import dev.kinescope.transform.sentiment.RenewableRandom;

import org.crac.Context;
import org.crac.Resource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/**
 * Readies the function for Lambda's SnapStart (AWS documentation, "Implement code before or after
 * Lambda function snapshots"): before the snapshot a made-up batch goes the whole way, one call of
 * Comprehend included, so that classes are loaded and the client is set up in every function that
 * is restored from it; afterwards each of them has randomness of its own.
 */
final class Snapshot implements Resource {
    /** Longer than a first call takes; a snapshot is not held up by a service that hangs. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final String EVENT =
            """
            {"invocationId":"snapshot","records":[{"recordId":"0","data":"%s"}]}\
            """
                    .formatted(base64("{\"text\":\"A fine day\",\"lang\":\"en\"}"));

    private final Transform transform;
    private final RenewableRandom random;
    private final PrintStream log;

    Snapshot(Transform transform, RenewableRandom random, PrintStream log) {
        this.transform = transform;
        this.random = random;
        this.log = log;
    }

    /** Never fails: a snapshot of a function that is not ready is better than none. */
    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        try {
            var event =
                    TransformEvent.read(
                            new ByteArrayInputStream(EVENT.getBytes(StandardCharsets.UTF_8)));
            Transformed transformed = transform.apply(event, PATIENCE);
            transformed.answer().write(OutputStream.nullOutputStream());
            transformed.report().line("snapshot");
            if (transformed.answer().entries().getFirst().answer()
                    instanceof Answer.Failed(String reason)) {
                tell(reason);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            tell("it was interrupted");
        } catch (IOException | RuntimeException e) {
            tell(e.getClass().getName());
        }
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {
        random.renew();
    }

    private void tell(String reason) {
        log.println("WARN the function is not ready in its snapshot: " + reason);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
