package dev.kinescope.desktop.cli;

import dev.kinescope.localcloud.DirectoryInUseException;
import dev.kinescope.localcloud.LocalCloudData;
import dev.kinescope.localcloud.store.DiskLimits;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Saves, puts back and empties the folder of a local cloud that is not running. */
final class DataCommands {
    private DataCommands() {}

    /** What all of them do alike: one piece of work on a folder, with its failures told. */
    abstract static class OnData implements Callable<Integer> {
        private final Clock clock;
        private final PrintWriter err;

        @Option(
                names = "--data",
                paramLabel = "DIR",
                required = true,
                description = "The folder of the local cloud.")
        private Path data = Path.of("");

        OnData(Clock clock, PrintWriter err) {
            this.clock = clock;
            this.err = err;
        }

        @Override
        public Integer call() {
            Path directory = data.toAbsolutePath();
            LocalCloudData kept = LocalCloudData.in(directory, clock, DiskLimits.DEFAULT);
            try {
                return run(directory, kept);
            } catch (DirectoryInUseException e) {
                err.println(e.getMessage());
                return ExitCode.REFUSED;
            } catch (UncheckedIOException e) {
                err.println(e.getMessage());
                return ExitCode.FAILED;
            }
        }

        abstract int run(Path directory, LocalCloudData kept);

        void say(String text) {
            err.println(text);
        }

        /** Asks, unless that was answered beforehand; only "yes" is a yes. */
        boolean confirmed(String question, Consent consent, InputStream answers) {
            if (consent == Consent.GIVEN) {
                return true;
            }
            err.print(question + " Type yes to go on: ");
            err.flush();
            try {
                var reader =
                        new BufferedReader(new InputStreamReader(answers, StandardCharsets.UTF_8));
                String answer = reader.readLine();
                if (answer != null && answer.strip().toLowerCase(Locale.ROOT).equals("yes")) {
                    return true;
                }
            } catch (IOException e) {
                err.println("The answer cannot be read: " + e.getMessage());
            }
            err.println("Nothing was changed. With --yes no question is asked.");
            return false;
        }
    }

    enum Consent {
        GIVEN,
        TO_BE_ASKED;

        static Consent of(boolean yes) {
            return yes ? GIVEN : TO_BE_ASKED;
        }
    }

    /** Writes all that is kept into a zip file. */
    @Command(
            name = "snapshot",
            mixinStandardHelpOptions = true,
            description = "Save everything a stopped local cloud keeps into a zip file.")
    static final class Snapshot extends OnData {
        @Option(
                names = "--to",
                paramLabel = "FILE",
                required = true,
                description = "The zip file to be written; it must not be there yet.")
        private Path file = Path.of("");

        Snapshot(Clock clock, PrintWriter err) {
            super(clock, err);
        }

        @Override
        int run(Path directory, LocalCloudData kept) {
            kept.snapshot(file);
            say("Saved " + kept.usage().describe() + " to " + file + ".");
            return ExitCode.DONE;
        }
    }

    /** Puts a zip file in place of what is kept. */
    @Command(
            name = "restore",
            mixinStandardHelpOptions = true,
            description = "Put a saved zip file in place of what a stopped local cloud keeps.")
    static final class Restore extends OnData {
        private final InputStream answers;

        @Option(
                names = "--from",
                paramLabel = "FILE",
                required = true,
                description = "The zip file that was saved.")
        private Path file = Path.of("");

        @Option(names = "--yes", description = "Do not ask before replacing what is there.")
        private boolean yes;

        Restore(Clock clock, InputStream answers, PrintWriter err) {
            super(clock, err);
            this.answers = answers;
        }

        @Override
        int run(Path directory, LocalCloudData kept) {
            if (kept.exists()
                    && !confirmed(
                            "This replaces " + kept.usage().describe() + ".",
                            Consent.of(yes),
                            answers)) {
                return ExitCode.REFUSED;
            }
            kept.restore(file);
            say("Restored " + kept.usage().describe() + ".");
            return ExitCode.DONE;
        }
    }

    /** Removes all that is kept. */
    @Command(
            name = "reset",
            mixinStandardHelpOptions = true,
            description = "Remove everything a stopped local cloud keeps.")
    static final class Reset extends OnData {
        private final InputStream answers;

        @Option(names = "--yes", description = "Do not ask.")
        private boolean yes;

        Reset(Clock clock, InputStream answers, PrintWriter err) {
            super(clock, err);
            this.answers = answers;
        }

        @Override
        int run(Path directory, LocalCloudData kept) {
            if (kept.exists()
                    && !confirmed(
                            "This removes " + kept.usage().describe() + " for good.",
                            Consent.of(yes),
                            answers)) {
                return ExitCode.REFUSED;
            }
            kept.reset();
            say("Emptied " + directory + ".");
            return ExitCode.DONE;
        }
    }
}
