package dev.kinescope.localcloud.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kinescope.localcloud.CloudIdentity;
import dev.kinescope.localcloud.s3.LocalS3;
import dev.kinescope.localcloud.store.MemoryBlobStore;
import dev.kinescope.localcloud.store.MemoryDocumentStore;

import org.junit.jupiter.api.Test;

import java.io.InputStream;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;

class RestXmlProtocolTest {
    private final OfferedService s3 =
            OfferedService.restXml(
                    "s3",
                    "",
                    Map.of(),
                    Map.of(),
                    new LocalS3(
                            new CloudIdentity("000000000000", "us-east-1"),
                            new MemoryBlobStore(Clock.systemUTC()),
                            new MemoryDocumentStore(),
                            Clock.systemUTC(),
                            UUID::randomUUID));

    /** Spaces without an end. */
    private static final class Endless extends InputStream {
        private long count;

        @Override
        public int read() {
            count++;
            return ' ';
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            Arrays.fill(bytes, offset, offset + length, (byte) ' ');
            count += length;
            return length;
        }
    }

    @Test
    void ofADocumentThatIsTooLargeNoMoreIsReadThanShowsIt() {
        var body = new Endless();
        var request = new WireRequest("POST", "/bucket", "delete", Map.of(), body);
        Protocol.Call call = s3.protocol(request).find(s3, request);

        assertThatThrownBy(call.input()::get)
                .isInstanceOfSatisfying(
                        RequestFault.class,
                        fault -> assertThat(fault.code()).isEqualTo("MaxMessageLengthExceeded"));

        assertThat(body.count).isEqualTo(4 * 1024 * 1024 + 1);
    }
}
