package dev.kinescope.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kinescope.localcloud.LocalCloud;
import dev.kinescope.localcloud.LocalCloudSettings;
import dev.kinescope.localcloud.LocalCredentials;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;

/** Saving, putting back and emptying, as a person types it. */
class DataCommandsTest {
    @TempDir private Path directory;

    private final StringWriter err = new StringWriter();
    private Path data;
    private Path zip;

    @BeforeEach
    void places() {
        data = directory.resolve("data");
        zip = directory.resolve("saved.zip");
    }

    private int run(String typed, String... arguments) {
        err.getBuffer().setLength(0);
        var printer = new PrintWriter(err, true);
        InputStream answers = new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8));
        Clock clock = Clock.systemUTC();
        return new CommandLine(new LocalCloudCommand(clock, printer, printer))
                .addSubcommand(new DataCommands.Snapshot(clock, printer))
                .addSubcommand(new DataCommands.Restore(clock, answers, printer))
                .addSubcommand(new DataCommands.Reset(clock, answers, printer))
                .setErr(printer)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments);
    }

    /** The keys are kept in the directory: they tell one state from another. */
    private LocalCredentials keys() {
        try (LocalCloud cloud = LocalCloud.start(LocalCloudSettings.in(data))) {
            return cloud.credentials();
        }
    }

    @Test
    void whatWasSavedComesBackAfterAReset() {
        LocalCredentials before = keys();

        assertThat(run("", "snapshot", "--data", data.toString(), "--to", zip.toString())).isZero();
        assertThat(err.toString()).startsWith("Saved ").endsWith(" to " + zip + ".\n");
        assertThat(run("", "reset", "--data", data.toString(), "--yes")).isZero();
        assertThat(err).hasToString("Emptied " + data + ".\n");
        assertThat(keys()).isNotEqualTo(before);
        assertThat(run("", "restore", "--data", data.toString(), "--from", zip.toString(), "--yes"))
                .isZero();
        assertThat(keys()).isEqualTo(before);
    }

    @Test
    void nothingIsRemovedWithoutAYes() {
        LocalCredentials before = keys();

        assertThat(run("no\n", "reset", "--data", data.toString())).isEqualTo(3);
        assertThat(err.toString()).startsWith("This removes ").contains(" for good. Type yes");
        assertThat(run("", "reset", "--data", data.toString())).isEqualTo(3);
        assertThat(keys()).isEqualTo(before);
        assertThat(run("yes\n", "reset", "--data", data.toString())).isZero();
    }

    @Test
    void aRunningLocalCloudIsLeftAlone() {
        try (LocalCloud cloud = LocalCloud.start(LocalCloudSettings.in(data))) {
            assertThat(cloud.usage().directory()).contains(data);
            assertThat(run("", "snapshot", "--data", data.toString(), "--to", zip.toString()))
                    .isEqualTo(3);
            assertThat(err.toString()).contains("Another local cloud is using it.");
            assertThat(run("", "reset", "--data", data.toString(), "--yes")).isEqualTo(3);
        }
    }

    @Test
    void whatIsNotThereFailsAndWhatIsNotSaidIsWrongUsage() {
        assertThat(run("", "snapshot", "--data", data.toString(), "--to", zip.toString()))
                .isEqualTo(1);
        assertThat(err).hasToString(data + " is no data directory of a local cloud.\n");
        assertThat(run("", "restore", "--data", data.toString(), "--from", zip.toString()))
                .isEqualTo(1);
        assertThat(err).hasToString("There is no snapshot " + zip + ".\n");
        assertThat(run("", "snapshot", "--data", data.toString())).isEqualTo(2);
    }
}
