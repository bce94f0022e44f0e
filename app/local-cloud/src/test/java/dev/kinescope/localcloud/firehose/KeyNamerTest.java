package dev.kinescope.localcloud.firehose;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.util.Map;
import java.util.Random;

class KeyNamerTest {
    private static final Instant OLDEST = Instant.parse("2026-12-31T23:05:09Z");
    private static final String NAME =
            "posts-3-2026-12-31-23-05-09-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
"""
DATA   | -                                | -                                     | UTC        | 2026/12/31/23/
DATA   | results/                         | -                                     | UTC        | results/2026/12/31/23/
DATA   | legacy                           | -                                     | UTC        | legacy2026/12/31/23/
DATA   | results/                         | -                                     | Asia/Tokyo | results/2026/12/31/23/
DATA   | r/!{timestamp:yyyy-MM-dd}/       | e/!{firehose:error-output-type}/      | UTC        | r/2026-12-31/
DATA   | r/!{timestamp:yyyy'/x'MM}/       | e/!{firehose:error-output-type}/      | UTC        | r/2026/x12/
DATA   | r/!{timestamp:yyyy-MM-dd-HH}/    | e/!{firehose:error-output-type}/      | Asia/Tokyo | r/2027-01-01-08/
DATA   | r/!{firehose:random-string}/     | e/!{firehose:error-output-type}/      | UTC        | r/[a-zA-Z0-9]{11}/
FAILED | -                                | -                                     | UTC        | processing-failed/2026/12/31/23/
FAILED | results/                         | -                                     | UTC        | results/processing-failed/2026/12/31/23/
FAILED | results/                         | errors/                               | UTC        | errors/processing-failed/2026/12/31/23/
FAILED | r/!{timestamp:yyyy}/             | e/!{firehose:error-output-type}/!{timestamp:dd}/ | UTC | e/processing-failed/31/
""")
    void aKeyIsThePrefixAndTheName(
            KeyNamer.Kind kind, String prefix, String errors, String zone, String expected) {
        String key = key(kind, prefix, errors, zone, "UNCOMPRESSED", "");

        assertThat(key).matches(expected + NAME);
    }

    @ParameterizedTest
    @CsvSource({
        "UNCOMPRESSED,'',''",
        "GZIP,'',.gz",
        "UNCOMPRESSED,.jsonl,.jsonl",
        "GZIP,.jsonl,.jsonl"
    })
    void aFileExtensionReplacesThatOfTheCompression(
            String compression, String extension, String expected) {
        assertThat(key(KeyNamer.Kind.DATA, "", null, "UTC", compression, extension))
                .matches("2026/12/31/23/" + NAME + expected.replace(".", "\\."));
    }

    private static String key(
            KeyNamer.Kind kind,
            String prefix,
            String errors,
            String zone,
            String compression,
            String extension) {
        var s3 = new S3Settings("r", "arn:aws:s3:::b", prefix, errors, 5, 300, compression, null);
        var stream =
                new DeliveryStream(
                        "posts",
                        DeliveryStream.State.ACTIVE,
                        3,
                        0,
                        null,
                        null,
                        null,
                        new DestinationSettings(s3, null, false, null, extension, zone, null),
                        Map.of());
        return new KeyNamer(new Random(1)).key(stream, s3, extension, zone, kind, Map.of(), OLDEST);
    }
}
