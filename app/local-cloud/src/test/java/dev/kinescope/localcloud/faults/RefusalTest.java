package dev.kinescope.localcloud.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.Map;

class RefusalTest {
    @Test
    void whatWasRefusedStaysAsItWasTold() {
        var throttled = new HashMap<>(Map.of("first", 1));
        var some = new Streams.Refusal.SomeEntries(throttled, 0);
        var all = new Streams.Refusal.AllEntries(throttled, 0);
        throttled.put("first", 2);

        assertThat(some.throttled()).containsExactly(Map.entry("first", 1));
        assertThat(all.throttled()).containsExactly(Map.entry("first", 1));
    }
}
