package dev.kinescope.localcloud.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.services.lambda.model.InvokeResponse;

import java.nio.file.Path;

@Timeout(120)
class LocalLambdaInvokeTest {
    @TempDir Path directory;
    private LambdaBench bench;

    @BeforeEach
    void start() {
        bench = LambdaBench.inRealTime(directory);
    }

    @AfterEach
    void end() {
        bench.close();
    }

    @Test
    void aFunctionFromAZipRunsAndItsLogLinesAreThere() {
        bench.createActive("echo", "Echo");

        InvokeResponse first = bench.invoke("echo", "{\"a\":1}");
        InvokeResponse second = bench.invoke("echo", "{\"a\":2}");

        assertThat(first.payload().asUtf8String()).isEqualTo("{\"a\":1}");
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.functionError()).isNull();
        assertThat(first.executedVersion()).isEqualTo("$LATEST");
        assertThat(LambdaBench.tail(second))
                .matches(
                        "START RequestId: [0-9a-f-]{36} Version: \\$LATEST\n"
                                + "call 2 of echo ünï\n"
                                + "END RequestId: [0-9a-f-]{36}\n"
                                + "REPORT RequestId: [0-9a-f-]{36}\tDuration: [0-9.]+ ms"
                                + "\tBilled Duration: [0-9]+ ms\tMemory Size: 256 MB"
                                + "(\tMax Memory Used: [0-9]+ MB)?\n");
    }
}
