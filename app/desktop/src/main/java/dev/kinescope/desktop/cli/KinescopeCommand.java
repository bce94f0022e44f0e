package dev.kinescope.desktop.cli;

import dev.kinescope.desktop.DesktopApplication;
import dev.kinescope.desktop.Display;
import dev.kinescope.desktop.Installation;
import dev.kinescope.desktop.shell.Destination;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;

/** The root of the command line: without a sub-command it opens the panel. */
@Command(
        name = "kinescope",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Streams social posts through Kinesis and Firehose, scores their sentiment, and"
                        + " shows what they say. Without a command it opens the panel.",
        footer = {
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 refused, 4 lost or unexplained records."
        })
public final class KinescopeCommand implements Callable<Integer> {
    private final Installation installation;
    private final Clock clock;
    private final PrintWriter out;
    private final PrintWriter err;

    private KinescopeCommand(
            Installation installation, Clock clock, PrintWriter out, PrintWriter err) {
        this.installation = installation;
        this.clock = clock;
        this.out = out;
        this.err = err;
    }

    /** Runs the command line of this process and returns its exit code. */
    public static int run(String... arguments) {
        return commandLine(
                        Installation.fromSystemProperties(),
                        Clock.system(ZoneId.systemDefault()),
                        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                        new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .execute(arguments);
    }

    /** The whole command line, with answers to {@code out} and progress to {@code err}. */
    static CommandLine commandLine(
            Installation installation, Clock clock, PrintWriter out, PrintWriter err) {
        var line = new CommandLine(new KinescopeCommand(installation, clock, out, err));
        line.addSubcommand(new DemoCommand(installation, clock, out, err));
        line.addSubcommand(new FaultsCommand(System.getenv(), clock, out, err));
        line.addSubcommand(
                new CommandLine(new LocalCloudCommand(clock, out, err))
                        .addSubcommand(new OperationsCommand(clock, out))
                        .addSubcommand(new DataCommands.Snapshot(clock, err))
                        .addSubcommand(new DataCommands.Restore(clock, System.in, err))
                        .addSubcommand(new DataCommands.Reset(clock, System.in, err)));
        line.setOut(out);
        line.setErr(err);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((failure, command, _) -> {
            Failures.print("Run " + command.getCommandName(), failure, err);
            return ExitCode.FAILED;
        });
        return line;
    }

    @Override
    public Integer call() throws Exception {
        if (Display.of(System.getProperties(), System.getenv()) == Display.WINDOW) {
            DesktopApplication.show(installation, clock, new Version().getVersion()[0]);
            return ExitCode.DONE;
        }
        Path directory = installation.demo();
        err.println(
                "There is no display: the pipeline runs once without a window, and the pictures it"
                        + " would have shown go to "
                        + directory);
        DemoRun.Outcome outcome =
                new DemoRun(installation, clock, err)
                        .run(
                                new DemoRun.Request(
                                        Optional.empty(), OptionalLong.empty(), directory),
                                List.of(Destination.values()));
        outcome.print(DemoRun.Format.TEXT, out);
        return outcome.exitCode();
    }
}
