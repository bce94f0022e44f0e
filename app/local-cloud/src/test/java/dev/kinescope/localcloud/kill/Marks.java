package dev.kinescope.localcloud.kill;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.InvocationType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Events whose function leaves a file for each: an accepted one is run, whatever is killed. */
final class Marks {
    private static final String FUNCTION = "marks";
    private static final String LEFT = "left";
    private static final int LARGEST_BURST = 5;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Path directory;
    private int next;

    Marks(Path directory) {
        this.directory = directory;
    }

    void setUp(CloudProcess.Calls calls, String roleArn) throws IOException {
        Files.createDirectories(directory);
        calls.lambda()
                .createFunction(r ->
                        r.functionName(FUNCTION)
                                .runtime("java25")
                                .handler(Zips.MARK_HANDLER)
                                .role(roleArn)
                                .timeout(60)
                                .code(code ->
                                        code.zipFile(SdkBytes.fromByteArray(Zips.marking()))));
        Changes.awaitFunction(calls, FUNCTION);
    }

    /** A few events at once; only sometimes the next come before these are done. */
    void leave(CloudProcess.Calls calls, Random random, Changes changes) {
        int end = next + 1 + random.nextInt(LARGEST_BURST);
        while (next < end) {
            String mark = Integer.toString(next++);
            changes.change(
                    "event/" + mark,
                    Optional.of(LEFT),
                    () ->
                            calls.lambda()
                                    .invoke(r ->
                                            r.functionName(FUNCTION)
                                                    .invocationType(InvocationType.EVENT)
                                                    .payload(
                                                            SdkBytes.fromUtf8String(
                                                                    "\""
                                                                            + file(mark).toUri()
                                                                            + "\""))));
        }
        if (random.nextInt(3) > 0) {
            Path last = file(Integer.toString(end - 1));
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> Changes.ready(calls, FUNCTION) && Files.exists(last));
        }
    }

    private Path file(String mark) {
        return directory.resolve(mark);
    }

    /** What is not as it was acknowledged, once all that was accepted has had its time. */
    List<String> missing(Expectations expected, Duration patience) {
        try {
            Awaitility.await()
                    .atMost(patience)
                    .until(() ->
                            expected.present("event").stream()
                                    .allMatch(mark -> Files.exists(file(mark))));
        } catch (ConditionTimeoutException e) {
            System.err.println("LOST on the way to the function: " + e.getMessage());
        }
        Map<String, String> there = new HashMap<>();
        for (String mark : expected.names("event")) {
            if (Files.exists(file(mark))) {
                there.put(mark, LEFT);
            }
        }
        return expected.check("event", there);
    }
}
