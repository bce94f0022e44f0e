package dev.kinescope.localcloud.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kinescope.localcloud.time.ManualTime;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

class MemoryRoomTest {
    private static final int RECORD = 10_000;

    private final MemoryRoom room = MemoryRoom.of(100_000);

    @Test
    void whatDoesNotFitIsRefusedAndNothingOfItIsThere() {
        var log = new MemoryRecordLog(room);
        log.append(List.of(record(), record()));

        assertThatThrownBy(() -> log.append(List.of(record(), large())))
                .isInstanceOf(DiskFullException.class)
                .hasMessageContaining("--data");

        assertThat(log.end()).isEqualTo(2);
        assertThatCode(() -> log.append(List.of(record()))).doesNotThrowAnyException();
    }

    @Test
    void aDeletedLogMakesRoomForAnother() {
        var log = new MemoryRecordLog(room);
        log.append(List.of(large()));
        var other = new MemoryRecordLog(room);
        assertThatThrownBy(() -> other.append(List.of(record())))
                .isInstanceOf(DiskFullException.class);

        log.delete();

        other.append(List.of(large()));
        assertThat(other.end()).isEqualTo(1);
    }

    @Test
    void recordsThatAreTooOldMakeRoomOnceTheirBlockIsGone() {
        var log = new MemoryRecordLog(MemoryRoom.of(20_000));
        for (int i = 0; i < 1024; i++) {
            log.append(List.of(new LogEntry(1, new byte[1], new byte[1])));
        }
        assertThatThrownBy(() -> log.append(List.of(record())))
                .isInstanceOf(DiskFullException.class);

        log.trim(2);

        log.append(List.of(record()));
        assertThat(log.first()).isEqualTo(1024);
        assertThat(log.end()).isEqualTo(1025);
    }

    @Test
    void anObjectThatIsReplacedOrDeletedTakesNoRoom() throws IOException {
        var blobs = new MemoryBlobStore(new ManualTime(Instant.EPOCH), room);
        for (int i = 0; i < 20; i++) {
            put(blobs, "same");
        }
        blobs.delete("c", "same");
        put(blobs, "one");
        put(blobs, "two");

        assertThatThrownBy(() -> put(blobs, "three")).isInstanceOf(DiskFullException.class);
        assertThat(blobs.find("c", "three")).isEmpty();
        assertThat(blobs.find("c", "two")).isPresent();
    }

    private static void put(BlobStore blobs, String key) throws IOException {
        try (BlobStore.Draft draft = blobs.draft()) {
            draft.content().write(new byte[40_000]);
            draft.commit("c", key, Map.of());
        }
    }

    private static LogEntry record() {
        return new LogEntry(5, new byte[] {'k'}, new byte[RECORD]);
    }

    private static LogEntry large() {
        return new LogEntry(5, new byte[] {'k'}, new byte[95_000]);
    }
}
