package dev.kinescope.localcloud.lambda;

import dev.kinescope.localcloud.store.DirectoryDocumentStore;

import org.awaitility.Awaitility;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.InvocationType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A program that runs an event on its only try, which never ends, to be told to end by a test. */
public final class EndedCloud {
    private static final long GIVING_UP_NANOS = 2_000_000_000L;

    private EndedCloud() {}

    public static void main(String[] arguments) throws InterruptedException {
        Path directory = Path.of(arguments[0]);
        LambdaSettings usual = LambdaSettings.in(directory.resolve("lambda"));
        var settings =
                new LambdaSettings(
                        usual.directory(),
                        usual.createDelay(),
                        usual.updateDelay(),
                        usual.idleTime(),
                        usual.initLimit(),
                        usual.maxChildren(),
                        List.of(),
                        usual.programs(),
                        Duration.ofDays(1),
                        usual.registryForEcr());
        var documents = new DirectoryDocumentStore(directory.resolve("documents"));
        LambdaBench bench = LambdaBench.inRealTime(settings, documents);
        // The JVM ends only when this does: so an event has time to be given up.
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> {
                            long end = System.nanoTime() + GIVING_UP_NANOS;
                            while (System.nanoTime() < end
                                    && !documents.names("lambda-event").isEmpty()) {
                                Thread.onSpinWait();
                            }
                        }));
        bench.createActive("actor", "Actor");
        bench.lambda.invoke(request ->
                request.functionName("actor")
                        .invocationType(InvocationType.EVENT)
                        .payload(SdkBytes.fromUtf8String("\"hang\"")));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() ->
                        bench.lines.stream().anyMatch(line -> line.message().equals("hanging")));
        System.out.println("hanging");
        new CountDownLatch(1).await();
    }
}
