package dev.kinescope.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.kinescope.desktop.Installation;
import dev.kinescope.desktop.shell.Setup;
import dev.kinescope.desktop.shell.Workspace;
import dev.kinescope.pipeline.connection.AwsSession;
import dev.kinescope.pipeline.connection.CallLog;
import dev.kinescope.pipeline.connection.Connection;
import dev.kinescope.pipeline.run.RunSummary;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code kinescope local-cloud} as the AWS CLI sees it, with the lines it prints pasted. */
class AwsCliIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path folder;

    @Test
    void theAwsCliListsTheStreamReadsARecordAndDownloadsAResult() throws Exception {
        assumeTrue(
                hasAwsCli() || System.getenv("CI") != null,
                "There is no aws on the path; on a build server this test must run.");
        Path out = folder.resolve("cloud.out");
        Path err = folder.resolve("cloud.err");
        Process cloud =
                new Program(folder, Map.of())
                        .start(
                                Program.kinescope(
                                        "local-cloud",
                                        "--port",
                                        "0",
                                        "--data",
                                        folder.resolve("data").toString()),
                                out,
                                err);
        try {
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> Files.readString(err).contains("ready"));
            Map<String, String> environment = exports(out);
            RunSummary run = runThePipeline(environment);
            var aws = new Aws(new Program(folder, environment), environment);

            JsonNode streams = aws.json("kinesis", "list-streams");
            assertThat(streams.path("StreamNames")).hasToString("[\"social-posts\"]");
            JsonNode iterator =
                    aws.json(
                            "kinesis",
                            "get-shard-iterator",
                            "--stream-name",
                            "social-posts",
                            "--shard-id",
                            "shardId-000000000000",
                            "--shard-iterator-type",
                            "TRIM_HORIZON");
            JsonNode records =
                    aws.json(
                            "kinesis",
                            "get-records",
                            "--limit",
                            "1",
                            "--shard-iterator",
                            iterator.path("ShardIterator").asText());
            byte[] data =
                    Base64.getDecoder()
                            .decode(records.path("Records").path(0).path("Data").asText());
            assertThat(JSON.readTree(data).path("text").asText()).isNotEmpty();

            Path result = folder.resolve("result.jsonl");
            aws.run(
                    "s3",
                    "cp",
                    "s3://kinescope-results/" + run.s3Keys().getFirst(),
                    result.toString());
            assertThat(Files.readAllLines(result))
                    .isNotEmpty()
                    .allSatisfy(
                            line -> assertThat(JSON.readTree(line).has("SentimentScore")).isTrue());
        } finally {
            cloud.destroy();
            assertThat(cloud.waitFor(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    private static boolean hasAwsCli() {
        for (String place : System.getenv("PATH").split(java.io.File.pathSeparator, -1)) {
            if (Files.isExecutable(Path.of(place, "aws"))) {
                return true;
            }
        }
        return false;
    }

    private static Map<String, String> exports(Path out) throws IOException {
        var exports = new HashMap<String, String>();
        for (String line : Files.readAllLines(out)) {
            assertThat(line).startsWith("export ");
            int equals = line.indexOf('=');
            exports.put(line.substring("export ".length(), equals), line.substring(equals + 1));
        }
        assertThat(exports)
                .containsOnlyKeys(
                        "AWS_ENDPOINT_URL",
                        "AWS_ACCESS_KEY_ID",
                        "AWS_SECRET_ACCESS_KEY",
                        "AWS_DEFAULT_REGION");
        return exports;
    }

    private RunSummary runThePipeline(Map<String, String> environment) throws Exception {
        var clock = Clock.systemUTC();
        var connection =
                new Connection.Local(
                        URI.create(environment.get("AWS_ENDPOINT_URL")),
                        environment.get("AWS_DEFAULT_REGION"),
                        environment.get("AWS_ACCESS_KEY_ID"),
                        environment.get("AWS_SECRET_ACCESS_KEY"));
        Setup setup =
                new Installation(
                                Program.HOME.resolve("resources"),
                                Program.HOME.resolve("functions"),
                                folder,
                                folder)
                        .setup(clock);
        try (AwsSession session = AwsSession.open(connection, CallLog.none(), clock)) {
            var workspace = new Workspace(session, session.identity());
            RunSummary summary = setup.newRun(session).run(setup.bundledPosts(workspace), _ -> {});
            assertThat(summary.isClean()).as("%s", summary).isTrue();
            return summary;
        }
    }

    /** The AWS CLI; older ones than 2.13 do not read the endpoint from the environment. */
    private record Aws(Program program, Map<String, String> environment) {
        JsonNode json(String... arguments) throws Exception {
            return JSON.readTree(run(arguments));
        }

        String run(String... arguments) throws Exception {
            var command = new ArrayList<String>();
            command.addAll(
                    List.of(
                            "aws",
                            "--endpoint-url",
                            environment.get("AWS_ENDPOINT_URL"),
                            "--output",
                            "json"));
            command.addAll(List.of(arguments));
            Program.Ended ended = program.run(command);
            assertThat(ended.exitCode()).as("%s: %s", command, ended.err()).isZero();
            return ended.out();
        }
    }
}
