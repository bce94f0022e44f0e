package dev.kinescope.localcloud.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;

import dev.kinescope.localcloud.Clients;
import dev.kinescope.localcloud.LocalCloud;
import dev.kinescope.localcloud.LocalCloudSettings;
import dev.kinescope.localcloud.auth.RawRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.DimensionFilter;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterValueException;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

class LocalCloudWatchTest {
    private static final DimensionFilter FILTER =
            DimensionFilter.builder().name("StreamName").value("posts").build();
    private static final Dimension DIMENSION =
            Dimension.builder().name("StreamName").value("posts").build();

    private final Instant noon =
            Clock.systemUTC().instant().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(2));
    private LocalCloud cloud;
    private CloudWatchClient cloudWatch;

    @BeforeEach
    void start() {
        cloud = LocalCloud.start(LocalCloudSettings.inMemory());
        cloudWatch = Clients.of(cloud, CloudWatchClient.builder());
    }

    @AfterEach
    void stop() {
        cloudWatch.close();
        cloud.close();
    }

    private static MetricDatum datum(String metric, String stream, Instant at, double value) {
        return MetricDatum.builder()
                .metricName(metric)
                .dimensions(Dimension.builder().name("StreamName").value(stream).build())
                .timestamp(at)
                .value(value)
                .unit(StandardUnit.COUNT)
                .build();
    }

    private void put(MetricDatum... data) {
        cloudWatch.putMetricData(request -> request.namespace("Test/A").metricData(data));
    }

    private static MetricDataQuery query(String stat, int period) {
        return MetricDataQuery.builder()
                .id("q" + stat.toLowerCase(Locale.ROOT))
                .metricStat(of ->
                        of.stat(stat)
                                .period(period)
                                .metric(metric ->
                                        metric.namespace("Test/A")
                                                .metricName("Records")
                                                .dimensions(
                                                        Dimension.builder()
                                                                .name("StreamName")
                                                                .value("posts")
                                                                .build())))
                .build();
    }

    private List<MetricDataResult> data(ScanBy scan, MetricDataQuery... queries) {
        return cloudWatch
                .getMetricData(request ->
                        request.startTime(noon)
                                .endTime(noon.plus(Duration.ofHours(1)))
                                .scanBy(scan)
                                .metricDataQueries(queries))
                .metricDataResults();
    }

    @Test
    void observationsComeBackByThePeriodAskedFor() {
        put(
                datum("Records", "posts", noon.plusSeconds(1), 3),
                datum("Records", "posts", noon.plusSeconds(59), 5),
                datum("Records", "posts", noon.plusSeconds(60), 7),
                datum("Records", "posts", noon.plusSeconds(300), 11),
                datum("Records", "other", noon.plusSeconds(1), 100));

        List<MetricDataResult> minutes =
                data(
                        ScanBy.TIMESTAMP_ASCENDING,
                        query("Sum", 60),
                        query("Maximum", 60),
                        query("Minimum", 60),
                        query("Average", 60),
                        query("SampleCount", 60));
        assertThat(minutes.getFirst().timestamps())
                .containsExactly(noon, noon.plusSeconds(60), noon.plusSeconds(300));
        assertThat(minutes)
                .extracting(MetricDataResult::values)
                .containsExactly(
                        List.of(8.0, 7.0, 11.0),
                        List.of(5.0, 7.0, 11.0),
                        List.of(3.0, 7.0, 11.0),
                        List.of(4.0, 7.0, 11.0),
                        List.of(2.0, 1.0, 1.0));
        MetricDataResult five = data(ScanBy.TIMESTAMP_DESCENDING, query("Sum", 300)).getFirst();
        assertThat(five.timestamps()).containsExactly(noon.plusSeconds(300), noon);
        assertThat(five.values()).containsExactly(11.0, 15.0);
        assertThat(five.label()).isEqualTo("Records");
    }

    @Test
    void statisticsComeWithTheirUnit() {
        put(datum("Records", "posts", noon, 3), datum("Records", "posts", noon, 5));

        var statistics =
                cloudWatch.getMetricStatistics(request ->
                        request.namespace("Test/A")
                                .metricName("Records")
                                .dimensions(DIMENSION)
                                .startTime(noon)
                                .endTime(noon.plusSeconds(60))
                                .period(60)
                                .statistics(Statistic.SUM, Statistic.AVERAGE));

        assertThat(statistics.datapoints())
                .containsExactly(
                        Datapoint.builder()
                                .timestamp(noon)
                                .sum(8.0)
                                .average(4.0)
                                .unit(StandardUnit.COUNT)
                                .build());
    }

    @Test
    void metricsAreListedByNameAndDimension() {
        put(datum("Records", "posts", noon, 1), datum("Records", "other", noon, 1));
        put(datum("Bytes", "posts", noon, 1));

        assertThat(
                        cloudWatch
                                .listMetrics(
                                        request -> request.namespace("Test/A").dimensions(FILTER))
                                .metrics())
                .extracting(Metric::metricName)
                .containsExactly("Bytes", "Records");
    }

    @Test
    void whatIsAskedWronglyIsRefused() {
        assertThatThrownBy(() -> data(ScanBy.TIMESTAMP_ASCENDING, query("p101", 60)))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("not p101");
        assertThatThrownBy(() -> data(ScanBy.TIMESTAMP_ASCENDING, query("Sum", 61)))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("Period must be a multiple of 60");
        assertThatThrownBy(() ->
                        data(
                                ScanBy.TIMESTAMP_ASCENDING,
                                MetricDataQuery.builder()
                                        .id("e")
                                        .expression("SEARCH('x', 'Sum')")
                                        .build()))
                .isInstanceOf(CloudWatchException.class)
                .hasMessageContaining(
                        "Error in expression 'e': The local cloud offers no function SEARCH; it"
                                + " offers ABS, AVG, CEIL");
    }

    @Test
    void percentilesAndMathComeOverTheWire() {
        cloudWatch.putMetricData(request ->
                request.namespace("Test/A")
                        .metricData(
                                MetricDatum.builder()
                                        .metricName("Records")
                                        .dimensions(DIMENSION)
                                        .timestamp(noon)
                                        .values(10.0, 20.0, 30.0)
                                        .counts(50.0, 49.0, 1.0)
                                        .build()));

        List<MetricDataResult> results =
                data(
                        ScanBy.TIMESTAMP_ASCENDING,
                        query("p50", 60),
                        query("p99", 60),
                        query("p99.9", 60).toBuilder().id("worst").build(),
                        MetricDataQuery.builder()
                                .id("spread")
                                .expression("(worst - qp50) / qp50 * 100")
                                .label("spread in per cent")
                                .build());

        assertThat(results)
                .extracting(MetricDataResult::values)
                .containsExactly(List.of(10.0), List.of(20.0), List.of(30.0), List.of(200.0));
        assertThat(results)
                .extracting(MetricDataResult::label)
                .containsExactly("p50", "p99", "p99.9", "spread in per cent");
        assertThat(
                        cloudWatch
                                .getMetricStatistics(request ->
                                        request.namespace("Test/A")
                                                .metricName("Records")
                                                .dimensions(DIMENSION)
                                                .startTime(noon)
                                                .endTime(noon.plusSeconds(60))
                                                .period(60)
                                                .extendedStatistics("p50", "p99.9"))
                                .datapoints())
                .extracting(Datapoint::extendedStatistics)
                .containsExactly(Map.of("p50", 10.0, "p99.9", 30.0));
    }

    private RawRequest raw() {
        return new RawRequest(
                cloud,
                AwsBasicCredentials.create(
                        cloud.credentials().accessKeyId(), cloud.credentials().secretAccessKey()),
                "monitoring");
    }

    @Test
    void smithyRpcV2CborIsSpoken() throws Exception {
        put(datum("Records", "posts", noon, 3));
        var cbor = new CBORMapper();
        Map<String, Object> query =
                Map.of(
                        "StartTime", noon.getEpochSecond(),
                        "EndTime", noon.plusSeconds(60).getEpochSecond(),
                        "MetricDataQueries",
                                List.of(
                                        Map.of(
                                                "Id",
                                                "q",
                                                "MetricStat",
                                                Map.of(
                                                        "Stat",
                                                        "Sum",
                                                        "Period",
                                                        60,
                                                        "Metric",
                                                        Map.of(
                                                                "Namespace",
                                                                "Test/A",
                                                                "MetricName",
                                                                "Records",
                                                                "Dimensions",
                                                                List.of(
                                                                        Map.of(
                                                                                "Name",
                                                                                "StreamName",
                                                                                "Value",
                                                                                "posts")))))));

        HttpResponse<byte[]> response =
                raw().path("/service/GraniteServiceVersion20100801/operation/GetMetricData")
                        .header("smithy-protocol", "rpc-v2-cbor")
                        .header("content-type", "application/cbor")
                        .post(cbor.writeValueAsBytes(query));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("smithy-protocol")).contains("rpc-v2-cbor");
        JsonNode result = cbor.readTree(response.body()).path("MetricDataResults").path(0);
        assertThat(result.path("Values").path(0).asDouble()).isEqualTo(3.0);
        assertThat(result.path("Timestamps").path(0).asLong()).isEqualTo(noon.getEpochSecond());

        HttpResponse<byte[]> wrong =
                raw().path("/service/GraniteServiceVersion20100801/operation/GetMetricData")
                        .header("smithy-protocol", "rpc-v2-cbor")
                        .header("content-type", "application/cbor")
                        .post(cbor.writeValueAsBytes(Map.of()));
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(cbor.readTree(wrong.body()).path("__type").asText())
                .isEqualTo("ValidationError");
    }

    @Test
    void errorsAreNamedByTheirShapeAndByTheCodeOfOldBesideIt() throws Exception {
        var cbor = new CBORMapper();
        Map<String, Object> query =
                Map.of(
                        "Namespace",
                        "Test",
                        "MetricName",
                        "a",
                        "StartTime",
                        noon.getEpochSecond(),
                        "EndTime",
                        noon.plusSeconds(60).getEpochSecond(),
                        "Period",
                        7);

        HttpResponse<byte[]> binary =
                raw().path("/service/GraniteServiceVersion20100801/operation/GetMetricStatistics")
                        .header("smithy-protocol", "rpc-v2-cbor")
                        .header("content-type", "application/cbor")
                        .post(cbor.writeValueAsBytes(query));
        var json = new ObjectMapper();
        HttpResponse<byte[]> text =
                raw().header("x-amz-target", "GraniteServiceVersion20100801.GetMetricStatistics")
                        .header("content-type", "application/x-amz-json-1.0")
                        .post(json.writeValueAsBytes(query));

        assertThat(cbor.readTree(binary.body()).path("__type").asText())
                .isEqualTo("InvalidParameterValueException");
        assertThat(json.readTree(text.body()).path("__type").asText())
                .isEqualTo("InvalidParameterValueException");
        for (HttpResponse<byte[]> response : List.of(binary, text)) {
            assertThat(response.headers().firstValue("x-amzn-query-error"))
                    .contains("InvalidParameterValue;Sender");
        }
    }

    @Test
    void jsonIsSpokenAlsoZipped() throws Exception {
        var zipped = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(zipped)) {
            out.write(
                    ("{\"Namespace\":\"Test/B\",\"MetricData\":[{\"MetricName\":\"M\",\"Value\":1,"
                                    + "\"Timestamp\":"
                                    + noon.getEpochSecond()
                                    + "}]}")
                            .getBytes(StandardCharsets.UTF_8));
        }

        HttpResponse<byte[]> put =
                raw().header("x-amz-target", "GraniteServiceVersion20100801.PutMetricData")
                        .header("content-type", "application/x-amz-json-1.0")
                        .header("content-encoding", "gzip")
                        .post(zipped.toByteArray());
        HttpResponse<byte[]> listed =
                raw().header("x-amz-target", "GraniteServiceVersion20100801.ListMetrics")
                        .header("content-type", "application/x-amz-json-1.0")
                        .post("{\"Namespace\":\"Test/B\"}".getBytes(StandardCharsets.UTF_8));

        assertThat(put.statusCode()).isEqualTo(200);
        assertThat(listed.headers().firstValue("content-type"))
                .contains("application/x-amz-json-1.0");
        assertThat(
                        new ObjectMapper()
                                .readTree(listed.body())
                                .path("Metrics")
                                .path(0)
                                .path("MetricName")
                                .asText())
                .isEqualTo("M");
    }
}
