package dev.kinescope.pipeline.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kinescope.pipeline.LocalPipeline;
import dev.kinescope.pipeline.Pause;
import dev.kinescope.pipeline.connection.ProblemException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

class FunctionDeployerIT {
    private LocalPipeline local;
    private FunctionSpec spec;
    private Path zip;
    private Functions functions;
    private FunctionDeployer deployer;

    @BeforeEach
    void start() throws IOException {
        local = LocalPipeline.start();
        spec = local.definition().transform();
        zip = ((FunctionCode.Zip) LocalPipeline.artifacts().transform()).file();
        functions = new Functions(local.session(), LocalPipeline.CLOCK);
        deployer = new FunctionDeployer(local.session(), LocalPipeline.CLOCK, Pause.real());
        String trust =
                Files.readString(LocalPipeline.RESOURCES.resolve("iam/transform-role-trust.json"));
        local.session()
                .iam()
                .createRole(create -> create.roleName(spec.role()).assumeRolePolicyDocument(trust));
    }

    @AfterEach
    void stop() {
        local.close();
    }

    @Test
    void aDeployedFunctionScoresABatchAndItsReportIsRead()
            throws IOException, InterruptedException {
        Instant before = LocalPipeline.CLOCK.instant();
        assertThat(functions.codeDiffers(spec.name(), zip)).isTrue();

        FunctionDetails details = deployer.deploy(spec, new FunctionCode.Zip(zip), what -> {});

        assertThat(details.isReady()).isTrue();
        assertThat(details.codeSha256()).isEqualTo(CodeHash.ofZip(zip));
        assertThat(details.codeBytes()).isEqualTo(Files.size(zip));
        assertThat(functions.codeDiffers(spec.name(), zip)).isFalse();

        Invocation answer =
                functions.invoke(
                        spec.name(),
                        Files.readString(
                                LocalPipeline.RESOURCES.resolve("events/firehose-batch.json")));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.functionError()).isEmpty();
        assertThat(answer.prettyPayload()).contains("ProcessingFailed").contains("\n");
        assertThat(answer.executedVersion()).isEqualTo("$LATEST");
        assertThat(answer.report()).isPresent();
        assertThat(answer.report().orElseThrow().memoryMiB()).isEqualTo(spec.memoryMiB());
        assertThat(answer.logTail()).anyMatch(line -> line.contains("kinescope.transform.batch"));
        assertThat(functions.logs(spec.name(), before, 100))
                .anyMatch(line -> line.message().startsWith("START RequestId"));
    }

    @Test
    void deployingAgainChangesOnlyWhatDiffers() throws IOException, InterruptedException {
        deployer.deploy(spec, new FunctionCode.Zip(zip), what -> {});
        List<String> heard = new ArrayList<>();

        deployer.deploy(spec, new FunctionCode.Zip(zip), heard::add);
        assertThat(heard).isEmpty();

        FunctionDetails changed =
                deployer.deploy(spec.withLimits(256, 30), new FunctionCode.Zip(zip), heard::add);
        assertThat(heard).contains("Changing the settings of kinescope-transform");
        assertThat(heard).noneMatch(what -> what.startsWith("Uploading"));
        assertThat(changed.memoryMiB()).isEqualTo(256);
        assertThat(changed.timeoutSeconds()).isEqualTo(30);
    }

    @Test
    void aFunctionThatFailsIsAnAnswerWithItsError() throws IOException, InterruptedException {
        deployer.deploy(spec, new FunctionCode.Zip(zip), what -> {});

        Invocation answer = functions.invoke(spec.name(), "[]");

        assertThat(answer.failed()).isTrue();
        assertThat(answer.payload()).contains("errorMessage");
    }

    @Test
    void aMissingZipAndAMissingRoleAreNamed() {
        assertThatThrownBy(() ->
                        deployer.deploy(
                                spec, new FunctionCode.Zip(Path.of("nowhere.zip")), what -> {}))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("nowhere.zip");
        var homeless =
                new FunctionSpec(
                        spec.name(),
                        "no-role",
                        spec.runtime(),
                        spec.handler(),
                        512,
                        60,
                        spec.environment());
        assertThatThrownBy(() -> deployer.deploy(homeless, new FunctionCode.Zip(zip), what -> {}))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("no-role");
    }
}
