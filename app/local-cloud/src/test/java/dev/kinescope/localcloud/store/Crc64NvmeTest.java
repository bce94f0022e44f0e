package dev.kinescope.localcloud.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Random;

class Crc64NvmeTest {
    @Test
    void theCheckValueOfTheCatalogueIsReached() {
        var sum = new Crc64Nvme();
        sum.update("123456789".getBytes(StandardCharsets.US_ASCII));

        assertThat(Long.toHexString(sum.getValue())).isEqualTo("ae8b14860a799888");
        sum.reset();
        assertThat(sum.getValue()).isZero();
    }

    @Test
    void bytesCountTheSameOneByOneAndTogether() {
        long seed = 7;
        var bytes = new byte[1001];
        new Random(seed).nextBytes(bytes);
        var together = new Crc64Nvme();
        together.update(bytes, 1, 1000);
        var single = new Crc64Nvme();
        for (int i = 1; i <= 1000; i++) {
            single.update(bytes[i]);
        }

        assertThat(together.getValue()).as("seed %s", seed).isEqualTo(single.getValue());
    }
}
