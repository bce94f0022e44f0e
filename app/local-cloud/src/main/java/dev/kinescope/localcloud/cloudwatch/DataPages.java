package dev.kinescope.localcloud.cloudwatch;

import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Gives the answers of a GetMetricData in pages of at most 100,800 points. */
final class DataPages {
    static final int MOST_POINTS = 100_800;

    private static final Pattern TOKEN = Pattern.compile("(\\d{1,9})\\|(-?\\d{1,10})");

    private DataPages() {}

    /** The page that a request asks for. */
    static GetMetricDataResponse page(
            List<DataQueries.Answer> answers, GetMetricDataRequest request) {
        int most = Objects.requireNonNullElse(request.maxDatapoints(), MOST_POINTS);
        if (most < 1 || most > MOST_POINTS) {
            throw Faults.validation(
                    "The parameter MaxDatapoints must be from 1 to " + MOST_POINTS + ".");
        }
        int from = from(request);
        int at = 0;
        int left = most;
        boolean more = false;
        var results = new ArrayList<MetricDataResult>();
        for (DataQueries.Answer answer : answers) {
            List<Map.Entry<Long, Double>> points = points(answer, request);
            int skipped = Math.clamp((long) from - at, 0, points.size());
            int taken = Math.min(left, points.size() - skipped);
            boolean whole = skipped + taken == points.size();
            if (taken > 0 || (points.isEmpty() && from == 0)) {
                results.add(result(answer, points.subList(skipped, skipped + taken), whole));
            }
            at += points.size();
            left -= taken;
            more |= !whole;
        }
        return GetMetricDataResponse.builder()
                .metricDataResults(results)
                .nextToken(more ? token(from + most, request) : null)
                .messages(List.of())
                .build();
    }

    private static List<Map.Entry<Long, Double>> points(
            DataQueries.Answer answer, GetMetricDataRequest request) {
        var points = answer.line().points();
        return List.copyOf(
                request.scanBy() == ScanBy.TIMESTAMP_ASCENDING
                        ? points.entrySet()
                        : points.descendingMap().entrySet());
    }

    private static MetricDataResult result(
            DataQueries.Answer answer, List<Map.Entry<Long, Double>> points, boolean whole) {
        return MetricDataResult.builder()
                .id(answer.query().id())
                .label(answer.line().label())
                .timestamps(
                        points.stream()
                                .map(point -> Instant.ofEpochSecond(point.getKey()))
                                .toList())
                .values(points.stream().map(Map.Entry::getValue).toList())
                .statusCode(whole ? StatusCode.COMPLETE : StatusCode.PARTIAL_DATA)
                .build();
    }

    private static String token(int next, GetMetricDataRequest request) {
        return Base64.getEncoder()
                .encodeToString((next + "|" + mark(request)).getBytes(StandardCharsets.UTF_8));
    }

    /** Tells requests apart: a token is good for the request that it was given for. */
    private static int mark(GetMetricDataRequest request) {
        return request.toBuilder().nextToken(null).build().hashCode();
    }

    private static int from(GetMetricDataRequest request) {
        String token = request.nextToken();
        if (token == null) {
            return 0;
        }
        Matcher parts = TOKEN.matcher(decoded(token));
        if (!parts.matches() || !parts.group(2).equals(Integer.toString(mark(request)))) {
            throw invalid();
        }
        return Integer.parseInt(parts.group(1));
    }

    private static String decoded(String token) {
        try {
            return new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
    }

    private static RuntimeException invalid() {
        return Faults.invalidToken("The parameter NextToken is not valid.");
    }
}
