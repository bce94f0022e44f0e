package dev.kinescope.desktop.controls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

class NumbersTest {
    @ParameterizedTest
    @CsvSource({
        "PT0.34S, 340 ms",
        "PT8.4S, 8.4 s",
        "PT3M10S, 3 min 10 s",
        "PT1H, 1 h",
        "PT1H5M, 1 h 5 min",
        "P3DT2H, 3 d 2 h"
    })
    void aSpanIsWrittenInItsTwoLargestUnits(Duration span, String written) {
        assertThat(Numbers.duration(span)).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource({
        "12, 12 B",
        "999, 999 B",
        "1500, 1.5 kB",
        "397000, 397 kB",
        "1060000, 1.06 MB",
        "2500000000, 2.50 GB"
    })
    void aSizeIsWrittenInDecimalUnits(double bytes, String written) {
        assertThat(Numbers.bytes(bytes)).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0.2S, now",
        "PT3S, 3 s ago",
        "PT125S, 2 min ago",
        "PT5H, 5 h ago",
        "P4D, 4 d ago"
    })
    void anAgeIsWrittenInItsLargestUnit(Duration age, String written) {
        assertThat(Numbers.ago(age)).isEqualTo(written);
    }

    @Test
    void countsAreGroupedAndCarryTheirNoun() {
        assertThat(Numbers.count(241_500)).isEqualTo("241,500");
        assertThat(Numbers.counted(1, "post")).isEqualTo("1 post");
        assertThat(Numbers.counted(1200, "post")).isEqualTo("1,200 posts");
        assertThat(Numbers.percent(0.2804)).isEqualTo("28.0 %");
        assertThat(Numbers.perSecond(1336.4)).isEqualTo("1,336/s");
        assertThat(Numbers.perSecond(2.25)).isEqualTo("2.3/s");
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "4, 1", "42, 20", "15000, 5000", "13, 5", "400, 100"})
    void gridLinesStandAtRoundNumbers(long most, long step) {
        assertThat(TimelineChart.gridStep(most)).isEqualTo(step);
    }
}
