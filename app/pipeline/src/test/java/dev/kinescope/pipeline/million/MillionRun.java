package dev.kinescope.pipeline.million;

import dev.kinescope.localcloud.LocalCloudSettings;
import dev.kinescope.pipeline.LocalPipeline;
import dev.kinescope.pipeline.producer.ProducerProgress;
import dev.kinescope.pipeline.producer.ProducerRun;
import dev.kinescope.pipeline.producer.ProducerSettings;
import dev.kinescope.pipeline.producer.ProducerTotals;
import dev.kinescope.pipeline.provisioning.PipelineDefinition;
import dev.kinescope.pipeline.provisioning.StepListener;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Replays many posts through the local pipeline, with the functions that are shipped and a data
 * directory, and counts what arrives. Prints one JSON line for each look at the memory and a
 * summary; fails if a post is lost or the memory has grown.
 *
 * <p>Run it with {@code mvn -q -Pmillion [-Dposts=1000000]}; its heap is bounded at 256 MB, less
 * than the posts take.
 */
final class MillionRun {
    private static final int LOOKS = 20;
    private static final Duration DRAIN = Duration.ofMinutes(15);

    /** What the heap may hold more at the end than after the first quarter. */
    private static final long HEAP_TOLERANCE = 32L << 20;

    /** What the processes may take more: heaps are not given back at once. */
    private static final double RESIDENT_TOLERANCE = 1.25;

    private final LocalPipeline local;
    private final PipelineDefinition definition;
    private final Arrivals arrivals;
    private final int posts;
    private final PrintStream out;
    private final List<Memory> looks = new ArrayList<>();
    private final Instant start = Instant.now();
    private long nextLook;

    private MillionRun(LocalPipeline local, int posts, PrintStream out) throws IOException {
        this.local = local;
        this.definition = local.definition();
        this.posts = posts;
        this.out = out;
        this.arrivals =
                new Arrivals(local.session().s3(), definition.delivery().bucket(), bundled());
    }

    /** Arguments: how many posts. */
    public static void main(String[] arguments) throws Exception {
        int posts = Integer.parseInt(arguments[0]);
        Path data = Files.createTempDirectory("million");
        boolean sound;
        try (LocalPipeline local = LocalPipeline.start(LocalCloudSettings.in(data))) {
            sound = new MillionRun(local, posts, System.out).run();
        } finally {
            delete(data);
        }
        System.exit(sound ? 0 : 1);
    }

    private static int bundled() throws IOException {
        try (var lines = Files.lines(LocalPipeline.RESOURCES.resolve("posts/city-life.jsonl"))) {
            return (int) lines.filter(line -> !line.isBlank()).count();
        }
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private boolean run() throws IOException, InterruptedException {
        var provisioner = local.provisioner();
        provisioner.apply(
                provisioner.plan(definition, LocalPipeline.artifacts()), StepListener.none());
        ProducerTotals sent =
                new ProducerRun(
                                local.session(),
                                LocalPipeline.CLOCK,
                                ProducerSettings.bundledPosts(
                                                definition.producer().name(),
                                                definition.stream().name())
                                        .withPosts(ProducerSettings.BUNDLED, OptionalLong.of(posts))
                                        .withDuration(Duration.ofHours(3)))
                        .run(this::look);
        awaitArrivals();
        looks.add(Memory.now());
        return report(sent);
    }

    /** The summary says what is missing when it gives up. */
    private void awaitArrivals() {
        try {
            Awaitility.await()
                    .atMost(DRAIN)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        arrivals.look();
                        return arrivals.of(posts) == posts;
                    });
        } catch (ConditionTimeoutException e) {
            out.printf("{\"gaveUpAfterSeconds\":%d}%n", DRAIN.toSeconds());
        }
    }

    private void look(ProducerProgress progress) {
        arrivals.look();
        if (progress.totals().accepted() < nextLook) {
            return;
        }
        nextLook += posts / LOOKS;
        Memory now = Memory.now();
        looks.add(now);
        out.printf(
                "{\"seconds\":%d,\"accepted\":%d,\"arrived\":%d,\"heapMiB\":%d,\"residentMiB\":%d,"
                        + "\"functionsMiB\":%s}%n",
                Duration.between(start, Instant.now()).toSeconds(),
                progress.totals().accepted(),
                arrivals.lines(),
                now.heap() >> 20,
                now.resident() >> 20,
                now.functions().stream().map(bytes -> bytes >> 20).toList());
    }

    private boolean report(ProducerTotals sent) {
        long lost = sent.accepted() - arrivals.of(posts);
        Memory early = looks.get(looks.size() / 4);
        Memory late = looks.getLast();
        boolean flat =
                late.heap() <= early.heap() + HEAP_TOLERANCE
                        && late.resident() <= early.resident() * RESIDENT_TOLERANCE;
        boolean sound = sent.accepted() == posts && lost == 0 && arrivals.errors() == 0 && flat;
        out.printf(
                "{\"posts\":%d,\"accepted\":%d,\"failed\":%d,\"resent\":%d,\"arrived\":%d,"
                        + "\"lost\":%d,\"duplicates\":%d,\"scored\":%d,\"errorObjects\":%d,"
                        + "\"seconds\":%d,\"heapMiB\":{\"quarter\":%d,\"end\":%d},"
                        + "\"residentMiB\":{\"quarter\":%d,\"end\":%d},\"flat\":%b,"
                        + "\"sound\":%b}%n",
                posts,
                sent.accepted(),
                sent.failed(),
                sent.resent(),
                arrivals.of(posts),
                lost,
                arrivals.duplicates(),
                arrivals.scored(),
                arrivals.errors(),
                Duration.between(start, Instant.now()).toSeconds(),
                early.heap() >> 20,
                late.heap() >> 20,
                early.resident() >> 20,
                late.resident() >> 20,
                flat,
                sound);
        return sound;
    }
}
