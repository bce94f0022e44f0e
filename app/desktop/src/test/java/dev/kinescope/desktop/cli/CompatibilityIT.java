package dev.kinescope.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * {@code kinescope local-cloud} as Debian's AWS CLI and boto3 see it, with the lines it prints
 * pasted: the short form of the compatibility suite, which says more when it is run by itself.
 */
class CompatibilityIT {
    private static final Path SUITE =
            Path.of("..", "local-cloud", "compat", "run").toAbsolutePath().normalize();

    @TempDir private Path folder;

    @Test
    void theOriginalWorkflowAndEveryOfferedOperationWorkWithOtherClients() throws Exception {
        assumeTrue(
                System.getenv("CI") != null
                        || Files.isExecutable(Path.of("/usr/bin/aws"))
                                && new Program(folder, Map.of())
                                                .run(
                                                        List.of(
                                                                "/usr/bin/python3",
                                                                "-c",
                                                                "import boto3"))
                                                .exitCode()
                                        == 0,
                "The packages awscli and python3-boto3 are not there; on a build server this test"
                        + " must run.");

        Program.Ended ended =
                new Program(folder, Map.of()).run(List.of(SUITE.toString(), "--quick", "--built"));

        assertThat(ended.exitCode()).as("%s%n%s", ended.out(), ended.err()).isZero();
        assertThat(ended.out())
                .containsPattern("(?m)^aws [\\d.]+, boto3 [\\d.]+: \\d+ steps passed, 0 failed,");
    }
}
