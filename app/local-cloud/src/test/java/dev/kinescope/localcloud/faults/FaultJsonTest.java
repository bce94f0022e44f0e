package dev.kinescope.localcloud.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

class FaultJsonTest {
    private static final When WHEN = new When(0.25, -7, 3, 9);
    private static final List<Fault> ONE_OF_EACH =
            List.of(
                    new Fault.ThrottleShard("posts", Fault.ANY, Fault.Traffic.READS, WHEN),
                    new Fault.RejectRecords("posts", "InternalFailure", WHEN),
                    new Fault.FailCall(
                            "s3",
                            "PutObject",
                            "results",
                            "SlowDown",
                            503,
                            Fault.Moment.AFTER,
                            WHEN),
                    new Fault.DelayCall(
                            "comprehend", Fault.ANY, Fault.ANY, Duration.ofMillis(1500), WHEN),
                    new Fault.FailItems("InternalServerError", WHEN),
                    new Fault.EndFunction("transform", Fault.End.CRASH, WHEN),
                    new Fault.EndFunction(Fault.ANY, Fault.End.TIME_OUT, When.nth(2)),
                    new Fault.SkewClock(Duration.ofMinutes(-10)),
                    new Fault.DelayRoles(Duration.ofSeconds(9)),
                    new Fault.Reshard("posts", 1000, Fault.Change.MERGE));

    private static Fault read(String json) {
        return FaultJson.fault(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void everyFaultIsReadAsItIsWritten() {
        assertThat(ONE_OF_EACH)
                .allSatisfy(fault ->
                        assertThat(FaultJson.fault(FaultJson.bytes(fault))).isEqualTo(fault));
        var settings =
                ONE_OF_EACH.stream().map(fault -> new Setting("fault-1", fault, 5, 2)).toList();
        assertThat(FaultJson.settings(FaultJson.bytes(settings))).isEqualTo(settings);
    }

    @Test
    void everyKindIsKnown() {
        assertThat(ONE_OF_EACH.stream().map(fault -> text(FaultJson.bytes(fault))))
                .allSatisfy(json ->
                        assertThat(FaultJson.KINDS)
                                .anyMatch(kind -> json.contains("\"fault\":\"" + kind + "\"")));
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    @Test
    void whatIsLeftOutIsTheUsual() {
        assertThat(read("{'fault':'throttle-shard','stream':'posts'}"))
                .isEqualTo(
                        new Fault.ThrottleShard(
                                "posts", Fault.ANY, Fault.Traffic.ALL, When.ALWAYS));
        assertThat(read("{'fault':'fail-call','service':'s3','code':'SlowDown','nth':4}"))
                .isEqualTo(
                        new Fault.FailCall(
                                "s3",
                                Fault.ANY,
                                Fault.ANY,
                                "SlowDown",
                                503,
                                Fault.Moment.BEFORE,
                                When.nth(4)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    []                                             | A fault is one JSON object.
                    {'fault':'flood'}                              | There is no fault 'flood'; there are throttle-shard
                    {'fault':'reshard','afterRecords':1}           | The fault reshard needs stream.
                    {'fault':'reshard','stream':7,'afterRecords':1}| The fault reshard needs a text as stream, not 7.
                    {'fault':'fail-items','stream':'a'}            | The fault fail-items takes no stream.
                    {'fault':'skew-clock','seconds':1,'nth':2}     | The fault skew-clock takes no nth.
                    {'fault':'skew-clock','seconds':0.5}           | needs a whole number as seconds, not 0.5.
                    {'fault':'fail-items','probability':2}         | probability must be between 0 and 1, not 2.0
                    {'fault':'fail-items','nth':2,'most':2}        | takes either nth or from and most.
                    {'fault':'throttle-shard','stream':'a','traffic':'x'} | needs traffic to be one of writes, reads, all.
                    {'fault':'fail-call','service':'s3','code':'A','status':200} | needs a status of 400 to 599, not 200.
                    {'fault':'skew-clock','seconds':300000000000}  | A clock is wrong by at most 315619200 seconds, not
                    {'fault':'skew-clock','seconds':-9000000000000000000} | A clock is wrong by at most 315619200 seconds, not
                    {'fault':'delay-roles','seconds':9223372036854775807} | Roles are delayed by at most 86400 seconds, not
                    {'fault':'delay-call','service':'s3','delayMillis':9223372036854775807} | A call is delayed by at most 3600 seconds, not
                    """)
    void whatIsWrongIsSaid(String json, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(json))
                .withMessageContaining(message);
    }
}
