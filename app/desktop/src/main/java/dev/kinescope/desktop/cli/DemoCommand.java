package dev.kinescope.desktop.cli;

import dev.kinescope.desktop.Installation;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;

/** Runs the whole pipeline once in a fresh local cloud, without a window. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Run the whole pipeline once in a fresh local cloud, without a window.",
            "Writes DIR/summary.json, the delivered objects under DIR/objects/, and pictures of"
                    + " Overview and Results."
        })
final class DemoCommand implements Callable<Integer> {
    private final Installation installation;
    private final Clock clock;
    private final PrintWriter out;
    private final PrintWriter err;

    @Option(
            names = "--posts",
            paramLabel = "FILE",
            description =
                    "A JSONL file of posts with a text field; lines that are none are counted,"
                            + " named and passed over (default: the bundled posts).")
    private @Nullable Path posts;

    @Option(
            names = "--count",
            paramLabel = "N",
            description =
                    "Send so many posts, starting over at the end of the file (default: the file"
                            + " once).")
    private @Nullable Long count;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "kinescope-demo",
            description = "Where to write (default: ${DEFAULT-VALUE}).")
    private Path directory = Path.of("kinescope-demo");

    @Option(
            names = "--json",
            description = "Print the summary as one JSON document and nothing else.")
    private boolean json;

    @Spec private @Nullable CommandSpec spec;

    DemoCommand(Installation installation, Clock clock, PrintWriter out, PrintWriter err) {
        this.installation = installation;
        this.clock = clock;
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws Exception {
        if (count != null && count < 1) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    "--count must be at least 1, not " + count);
        }
        var request =
                new DemoRun.Request(
                        Optional.ofNullable(posts),
                        count == null ? OptionalLong.empty() : OptionalLong.of(count),
                        directory);
        DemoRun.Outcome outcome =
                new DemoRun(installation, clock, err).run(request, DemoRun.OVERVIEW_AND_RESULTS);
        outcome.print(json ? DemoRun.Format.JSON : DemoRun.Format.TEXT, out);
        return outcome.exitCode();
    }
}
