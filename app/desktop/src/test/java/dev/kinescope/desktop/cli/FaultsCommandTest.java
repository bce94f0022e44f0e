package dev.kinescope.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kinescope.localcloud.LocalCloud;
import dev.kinescope.localcloud.LocalCloudSettings;
import dev.kinescope.localcloud.faults.Fault;
import dev.kinescope.localcloud.faults.Setting;
import dev.kinescope.localcloud.faults.When;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** The dial as a person turns it, on a local cloud over HTTP. */
class FaultsCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Map<String, String> environment = new HashMap<>();
    private LocalCloud cloud;

    @BeforeEach
    void start() {
        cloud = LocalCloud.start(LocalCloudSettings.inMemory());
        environment.put("AWS_ENDPOINT_URL", cloud.endpoint().toString());
        environment.put("AWS_ACCESS_KEY_ID", cloud.credentials().accessKeyId());
        environment.put("AWS_SECRET_ACCESS_KEY", cloud.credentials().secretAccessKey());
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        var printer = new PrintWriter(out, true);
        var errors = new PrintWriter(err, true);
        return new CommandLine(new FaultsCommand(environment, Clock.systemUTC(), printer, errors))
                .setOut(printer)
                .setErr(errors)
                .execute(arguments);
    }

    @Test
    void aFaultIsSetShownAndCleared() {
        assertThat(run("list")).isZero();
        assertThat(out).hasToString("No fault is set.\n");

        int set =
                run(
                        "set",
                        "throttle-shard",
                        "--stream",
                        "posts",
                        "--shard",
                        "shardId-000000000000",
                        "--probability",
                        "0.5",
                        "--seed",
                        "7");
        assertThat(set).isZero();
        assertThat(out).hasToString("fault-1\n");
        assertThat(cloud.faults().settings())
                .containsExactly(
                        new Setting(
                                "fault-1",
                                new Fault.ThrottleShard(
                                        "posts",
                                        "shardId-000000000000",
                                        Fault.Traffic.ALL,
                                        When.random(0.5, 7)),
                                0,
                                0));

        assertThat(run("list")).isZero();
        assertThat(out)
                .hasToString(
                        "fault-1  throttle-shard stream=posts shard=shardId-000000000000"
                                + " traffic=all probability=0.5 seed=7  struck 0 of 0\n");
        assertThat(run("clear", "fault-1")).isZero();
        assertThat(out).hasToString("fault-1 is cleared.\n");
        assertThat(cloud.faults().settings()).isEmpty();
    }

    @Test
    void jsonIsOneDocumentAndNothingElse() {
        assertThat(run("set", "skew-clock", "--seconds", "-600", "--json")).isZero();
        assertThat(out).hasToString("{\"id\":\"fault-1\"}\n");
        assertThat(run("list", "--json")).isZero();
        assertThat(out)
                .hasToString(
                        "{\"faults\":[{\"id\":\"fault-1\",\"fault\":\"skew-clock\",\"seconds\":-600,\"seen\":0,\"struck\":0}]}\n");
        assertThat(run("clear", "--json")).isZero();
        assertThat(out).hasToString("{\"faults\":[]}\n");
    }

    @Test
    void wrongUsageIsToldAndChangesNothing() {
        assertThat(run("set", "flood")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .startsWith("There is no fault 'flood'; there are throttle-shard,");
        assertThat(run("set", "reshard", "--stream", "posts")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).startsWith("The fault reshard needs afterRecords.");
        assertThat(run("set", "skew-clock", "--seconds", "5", "--nth", "2"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(run()).isEqualTo(ExitCode.USAGE);
        assertThat(cloud.faults().settings()).isEmpty();
    }

    @Test
    void aMissingVariableAWrongKeyAndAClosedPortAreToldWithWhatToDo() {
        assertThat(run("clear", "fault-9")).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("No fault fault-9 is set.");
        environment.put("AWS_SECRET_ACCESS_KEY", "wrong");
        assertThat(run("list")).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("signature");
        assertThat(run("list", "--endpoint", "http://127.0.0.1:1")).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("http://127.0.0.1:1", "kinescope local-cloud");
        environment.remove("AWS_ENDPOINT_URL");
        assertThat(run("list")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("AWS_ENDPOINT_URL");
    }
}
