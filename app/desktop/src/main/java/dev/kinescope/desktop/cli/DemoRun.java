package dev.kinescope.desktop.cli;

import dev.kinescope.desktop.Installation;
import dev.kinescope.desktop.PanelPictures;
import dev.kinescope.desktop.activity.CallHistory;
import dev.kinescope.desktop.controls.Numbers;
import dev.kinescope.desktop.shell.Destination;
import dev.kinescope.desktop.shell.Setup;
import dev.kinescope.desktop.shell.Workspace;
import dev.kinescope.localcloud.LocalCloud;
import dev.kinescope.localcloud.LocalCloudSettings;
import dev.kinescope.pipeline.connection.AwsSession;
import dev.kinescope.pipeline.connection.Connection;
import dev.kinescope.pipeline.results.ResultStore;
import dev.kinescope.pipeline.run.PostsFile;
import dev.kinescope.pipeline.run.RunListener;
import dev.kinescope.pipeline.run.RunSettings;
import dev.kinescope.pipeline.run.RunSnapshot;
import dev.kinescope.pipeline.run.RunSummary;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicReference;

/** One run of the whole pipeline in a fresh local cloud, and everything it leaves on disk. */
final class DemoRun {
    /** The pictures of {@code kinescope demo}. */
    static final List<Destination> OVERVIEW_AND_RESULTS =
            List.of(Destination.OVERVIEW, Destination.RESULTS);

    // A replay ends by itself; this only bounds a producer that never says it is done.
    private static final Duration LONGEST = Duration.ofHours(6);

    /**
     * What to run.
     *
     * @param posts a file in place of the bundled posts
     * @param count how many posts to send in all
     * @param directory where everything is written
     */
    record Request(Optional<Path> posts, OptionalLong count, Path directory) {}

    // As many as the overview draws.
    private static final int TICKS_KEPT = 120;

    /** How the summary is printed. */
    enum Format {
        JSON,
        TEXT
    }

    /** What a run came to and left behind. */
    record Outcome(RunSummary summary, List<Path> pictures, Path directory) {
        int exitCode() {
            return summary.isClean() && summary.duplicates() == 0
                    ? ExitCode.DONE
                    : ExitCode.UNEXPLAINED;
        }

        void print(Format format, PrintWriter out) {
            switch (format) {
                case JSON -> out.println(summary.toJson());
                case TEXT -> SummaryText.print(summary, pictures, directory, out);
            }
            out.flush();
        }
    }

    private final Installation installation;
    private final Clock clock;
    private final PrintWriter err;

    DemoRun(Installation installation, Clock clock, PrintWriter err) {
        this.installation = installation;
        this.clock = clock;
        this.err = err;
    }

    Outcome run(Request request, List<Destination> views) throws IOException, InterruptedException {
        Optional<PostsFile> input = Optional.empty();
        if (request.posts().isPresent()) {
            input = Optional.of(PostsFile.scan(request.posts().get(), ""));
            warnOfMalformedLines(input.get());
        }
        Files.createDirectories(request.directory());
        var calls = new CallHistory();
        try (LocalCloud cloud = LocalCloud.start(LocalCloudSettings.inMemory().withClock(clock));
                AwsSession session = AwsSession.open(connection(cloud), calls, clock)) {
            Setup setup = installation.setup(clock);
            var workspace = new Workspace(session, session.identity());
            RunSettings settings = settings(setup.bundledPosts(workspace), request, input);
            var ticks = new ConcurrentLinkedDeque<RunSnapshot>();
            RunSummary summary =
                    setup.newRun(session).run(settings, remember(ticks, progressTo(err)));
            Files.writeString(
                    request.directory().resolve("summary.json"),
                    summary.toJson() + "\n",
                    StandardCharsets.UTF_8);
            new ResultStore(session, settings.definition().delivery().bucket())
                    .download(summary.s3Keys(), request.directory().resolve("objects"));
            err.println("Taking pictures");
            List<Path> pictures =
                    PanelPictures.take(
                            installation,
                            clock,
                            workspace,
                            calls,
                            List.copyOf(ticks),
                            views,
                            request.directory());
            return new Outcome(summary, pictures, request.directory());
        }
    }

    private void warnOfMalformedLines(PostsFile posts) {
        posts.malformedLines()
                .forEach(line ->
                        err.println(
                                posts.file()
                                        + ", line "
                                        + line.line()
                                        + ": "
                                        + line.reason()
                                        + "; passed over"));
        long unnamed = posts.malformed() - posts.malformedLines().size();
        if (unnamed > 0) {
            err.println("and " + Numbers.counted(unnamed, "more line") + " that cannot be used");
        }
    }

    private static Connection connection(LocalCloud cloud) {
        return new Connection.Local(
                cloud.endpoint(),
                cloud.identity().region(),
                cloud.credentials().accessKeyId(),
                cloud.credentials().secretAccessKey());
    }

    private static RunSettings settings(
            RunSettings bundled, Request request, Optional<PostsFile> input) {
        return new RunSettings(
                bundled.definition(),
                bundled.artifacts(),
                bundled.producer()
                        .withPosts(bundled.producer().posts(), request.count())
                        .withDuration(LONGEST),
                input,
                bundled.patience());
    }

    private static RunListener remember(Deque<RunSnapshot> ticks, RunListener next) {
        return snapshot -> {
            ticks.addLast(snapshot);
            if (ticks.size() > TICKS_KEPT) {
                ticks.removeFirst();
            }
            next.tick(snapshot);
        };
    }

    /** Says each stage once, and the counts whenever they have changed. */
    private static RunListener progressTo(PrintWriter err) {
        var said = new AtomicReference<>("");
        return snapshot -> {
            String now = progress(snapshot);
            if (!said.getAndSet(now).equals(now)) {
                err.println(now);
            }
        };
    }

    private static String progress(RunSnapshot snapshot) {
        String stage = snapshot.stage().words();
        return switch (snapshot.stage()) {
            case SEND, FOLLOW ->
                    stage
                            + ": "
                            + Numbers.count(snapshot.counts().accepted())
                            + " accepted, "
                            + Numbers.count(snapshot.counts().lines())
                            + " delivered";
            case CHECK, CREATE, DEPLOY, WAIT, DONE -> stage;
        };
    }
}
