package dev.kinescope.localcloud.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kinescope.localcloud.LocalCloud;
import dev.kinescope.localcloud.LocalCloudSettings;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** What the fuzz run has found, one by one: each was answered with 500, or not at all. */
class RefusalsTest {
    private LocalCloud cloud;
    private Signer signer;
    private Connection connection;

    @BeforeEach
    void start() throws IOException {
        cloud = LocalCloud.start(LocalCloudSettings.inMemory());
        signer =
                new Signer(
                        cloud.credentials().accessKeyId(),
                        cloud.credentials().secretAccessKey(),
                        Optional.empty(),
                        cloud.endpoint().getAuthority());
        connection = new Connection(cloud.endpoint());
    }

    @AfterEach
    void stop() {
        connection.close();
        cloud.close();
    }

    private static Message json(String service, String target, String body) {
        return new Message(
                "POST",
                "/",
                List.of(
                        new Message.Header("Content-Type", "application/x-amz-json-1.1"),
                        new Message.Header("X-Amz-Target", target)),
                body.getBytes(StandardCharsets.UTF_8),
                service);
    }

    private static Message form(String service, String body) {
        return new Message(
                "POST",
                "/",
                List.of(new Message.Header("Content-Type", "application/x-www-form-urlencoded")),
                body.getBytes(StandardCharsets.UTF_8),
                service);
    }

    private static Message s3(String method, String target, String body) {
        return new Message(
                method, target, new ArrayList<>(), body.getBytes(StandardCharsets.UTF_8), "s3");
    }

    private byte[] framed(Message message) {
        return new Mutations(new SplittableRandom(1))
                .framed(signer.sign(message), cloud.endpoint().getAuthority());
    }

    private void assertRefused(Message message, int status, String code) {
        connection.write(framed(message));
        assertAnswer(status, code);
    }

    private void assertAnswer(int status, String code) {
        assertThat(connection.read(true))
                .isInstanceOfSatisfying(
                        Connection.Answer.Answered.class,
                        answer ->
                                assertThat(
                                                answer.status()
                                                        + " "
                                                        + new String(
                                                                answer.body(),
                                                                StandardCharsets.UTF_8))
                                        .startsWith(status + " ")
                                        .contains(code));
    }

    @Test
    void aBodyThatEndsTooEarlyIsIncomplete() {
        byte[] whole = framed(json("kinesis", "Kinesis_20131202.ListStreams", "{\"Limit\": 10}"));
        connection.write(java.util.Arrays.copyOf(whole, whole.length - 5));
        connection.finish();

        assertAnswer(400, "IncompleteBody");
    }

    @Test
    void headersThatEndTooEarlyAreNotTheServersFault() {
        byte[] whole = framed(json("kinesis", "Kinesis_20131202.ListStreams", "{}"));
        connection.write(java.util.Arrays.copyOf(whole, 60));
        connection.finish();

        assertAnswer(400, "The request could not be read.");
    }

    @Test
    void brokenChunksOfAnUploadAreIncomplete() {
        for (String body :
                List.of(
                        "zz\r\n",
                        "FFFFFFFFFFFFFFFF\r\n",
                        "-5\r\nhello",
                        "5;chunk-signature=\r\nhel",
                        "1".repeat(20_000))) {
            for (String target : List.of("/bucket/key", "/bucket?publicAccessBlock")) {
                assertRefused(
                        s3("PUT", target, body)
                                .with("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
                                .with("x-amz-decoded-content-length", "5"),
                        target.contains("?") ? 400 : 404,
                        target.contains("?") ? "IncompleteBody" : "NoSuchBucket");
            }
        }
    }

    @Test
    void brokenChunksOfAnObjectAreIncompleteAndNothingIsStored() {
        assertRefused(s3("PUT", "/bucket", ""), 200, "");
        assertRefused(
                s3("PUT", "/bucket/key", "5;chunk-signature=\r\nhel")
                        .with("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
                        .with("x-amz-decoded-content-length", "5"),
                400,
                "IncompleteBody");
        assertRefused(s3("GET", "/bucket/key", ""), 404, "NoSuchKey");
    }

    @Test
    void aNegativeLengthIsNoLength() {
        assertRefused(
                s3("PUT", "/bucket/key", "")
                        .with("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
                        .with("x-amz-decoded-content-length", "-1"),
                400,
                "InvalidArgument");
    }

    @Test
    void listsHaveNoGaps() {
        assertRefused(
                json(
                        "kinesis",
                        "Kinesis_20131202.PutRecords",
                        "{\"StreamName\":\"posts\",\"Records\":[null]}"),
                400,
                "The members of Records must not be null.");
        assertRefused(
                json(
                        "firehose",
                        "Firehose_20150804.PutRecordBatch",
                        "{\"DeliveryStreamName\":\"posts\",\"Records\":[null]}"),
                400,
                "The members of Records must not be null.");
    }

    @Test
    void halfACharacterIsNoText() {
        assertRefused(
                json(
                        "kinesis",
                        "Kinesis_20131202.DescribeStream",
                        "{\"StreamName\":\"a\\ud800b\"}"),
                400,
                "must be Unicode text");
        assertRefused(
                json(
                        "kinesis",
                        "Kinesis_20131202.DescribeStream",
                        "{\"StreamName\":\"\\ud83d\\ude00\"}"),
                400,
                "ValidationException");
    }

    @Test
    void aPathThatCannotBeReadIsAnswered() {
        Message signed = signer.sign(s3("GET", "/bucket/key", ""));
        connection.write(
                new Mutations(new SplittableRandom(1))
                        .framed(signed.with("/bucket/%"), cloud.endpoint().getAuthority()));
        assertAnswer(400, "InvalidURI");
        assertRefused(s3("GET", "/bucket?X-Amz-Signature=%zz", ""), 400, "");
    }

    @Test
    void xmlThatIsNoneIsMalformed() {
        assertRefused(s3("PUT", "/bucket", ""), 200, "");
        for (String body :
                List.of(
                        "<a>",
                        "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>",
                        "<!DOCTYPE a \u0001",
                        "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><Delete>&x;</Delete>",
                        "<Delete>" + "<Object>".repeat(20_000))) {
            assertRefused(s3("POST", "/bucket?delete", body), 400, "MalformedXML");
        }
        assertRefused(
                s3("POST", "/bucket?delete", "").with(HexFormat.of().parseHex("3c3f786d6c20ff")),
                400,
                "MalformedXML");
    }

    @Test
    void nestingHasAnEnd() {
        for (String body : List.of("[".repeat(50_000), "{\"q\":" + "[".repeat(50_000))) {
            assertRefused(
                    json("kinesis", "Kinesis_20131202.ListStreams", body),
                    400,
                    "SerializationException");
        }
        for (byte head : new byte[] {(byte) 0x81, (byte) 0x9f, (byte) 0xc1}) {
            var body = new byte[50_000];
            java.util.Arrays.fill(body, head);
            assertRefused(
                    json("kinesis", "Kinesis_20131202.ListStreams", "")
                            .with("Content-Type", "application/x-amz-cbor-1.1")
                            .with(body),
                    400,
                    "SerializationException");
        }
    }

    @Test
    void bytesAreNoText() {
        assertRefused(
                json("kinesis", "Kinesis_20131202.DescribeStream", "")
                        .with("Content-Type", "application/x-amz-cbor-1.1")
                        .with(HexFormat.of().parseHex("a16a53747265616d4e616d6543010203")),
                400,
                "The member StreamName must be a string.");
    }

    /** A few characters that name a number of a hundred million digits, and others. */
    @Test
    void timesAreWithinTheYearsThatAreReckonedWith() {
        for (String time :
                List.of(
                        "1e100000000",
                        "-1e100000000",
                        "1e999999999",
                        "1e13",
                        "-1e12",
                        "\"+999999999-12-31T23:59:59Z\"",
                        "\"-999999999-01-01T00:00:00Z\"")) {
            assertRefused(
                    json(
                            "kinesis",
                            "Kinesis_20131202.GetShardIterator",
                            "{\"StreamName\":\"posts\",\"ShardId\":\"shardId-000000000000\","
                                    + "\"ShardIteratorType\":\"AT_TIMESTAMP\",\"Timestamp\":"
                                    + time
                                    + "}"),
                    400,
                    "SerializationException");
        }
        for (String time : List.of("1e-100000000", "0", "9999999999.5")) {
            assertRefused(
                    json(
                            "kinesis",
                            "Kinesis_20131202.GetShardIterator",
                            "{\"StreamName\":\"posts\",\"ShardId\":\"shardId-000000000000\","
                                    + "\"ShardIteratorType\":\"AT_TIMESTAMP\",\"Timestamp\":"
                                    + time
                                    + "}"),
                    400,
                    "ResourceNotFoundException");
        }
    }

    /** A member Timestamp that is not a number, infinite, or a decimal fraction without an end. */
    @Test
    void timesInCborAreNumbersWithinBounds() {
        for (String value :
                List.of(
                        "f97e00",
                        "fb7ff0000000000000",
                        "fb7e37e43c8800759c",
                        "1b7fffffffffffffff",
                        "c4821a05f5e10001",
                        "c4821a7fffffff01")) {
            byte[] body = HexFormat.of().parseHex("a1" + "6954696d657374616d70" + value);
            assertRefused(
                    json("kinesis", "Kinesis_20131202.GetShardIterator", "")
                            .with("Content-Type", "application/x-amz-cbor-1.1")
                            .with(body),
                    400,
                    "SerializationException");
        }
        for (String value : List.of("f97e00", "fb7e37e43c8800759c", "c4821a05f5e10001")) {
            assertRefused(
                    rpc(
                            "GetMetricData",
                            HexFormat.of().parseHex("a1" + "67456e6454696d65" + value)),
                    400,
                    "SerializationException");
        }
    }

    private static Message rpc(String operation, byte[] body) {
        return new Message(
                "POST",
                "/service/GraniteServiceVersion20100801/operation/" + operation,
                List.of(
                        new Message.Header("Content-Type", "application/cbor"),
                        new Message.Header("smithy-protocol", "rpc-v2-cbor")),
                body,
                "monitoring");
    }

    @Test
    void timesInFormsAreWithinTheYearsThatAreReckonedWith() {
        assertRefused(
                form(
                        "monitoring",
                        "Action=GetMetricStatistics&Version=2010-08-01&Namespace=n&MetricName=m"
                                + "&Period=60&Statistics.member.1=Sum"
                                + "&StartTime=%2B999999999-12-31T23:59:59Z"
                                + "&EndTime=2026-01-01T00:00:00Z"),
                400,
                "StartTime");
    }

    @Test
    void aRequestThatIsLargerThanAnyThatAwsTakesIsNotHeld() {
        assertRefused(
                form("iam", "Action=ListRoles&Version=2010-05-08" + "&a=b".repeat(1_000_000)),
                413,
                "larger than 2097152 bytes");
    }

    @Test
    void aListOfVeryManyElementsIsNotRead() {
        assertRefused(
                json(
                        "kinesis",
                        "Kinesis_20131202.PutRecords",
                        "{\"StreamName\":\"a\",\"Records\":[" + "{},".repeat(3_000_000) + "{}]}"),
                400,
                "SerializationException");
        assertRefused(s3("PUT", "/bucket", ""), 200, "");
        assertRefused(
                s3(
                        "POST",
                        "/bucket?delete",
                        "<Delete>" + "<Object/>".repeat(500_000) + "</Delete>"),
                400,
                "MaxMessageLengthExceeded");
    }

    @Test
    void aBodyWithoutALengthIsCheckedToo() {
        assertRefused(s3("PUT", "/bucket", ""), 200, "");
        Message message =
                s3("POST", "/bucket?delete", "11\r\n<Delete></Delete>\r\n0\r\n\r\n")
                        .with("x-amz-content-sha256", "0".repeat(64));
        connection.write(
                new String(framed(message), StandardCharsets.ISO_8859_1)
                        .replaceFirst("content-length: \\d+", "transfer-encoding: chunked")
                        .getBytes(StandardCharsets.ISO_8859_1));
        assertAnswer(400, "XAmzContentSHA256Mismatch");
    }

    @Test
    void aHeaderThatCannotBeWrittenIsRefused() {
        assertRefused(s3("PUT", "/bucket", ""), 200, "");
        assertRefused(s3("PUT", "/bucket/key", "text"), 200, "");
        for (String value : List.of("a%0Ab", "a%0D%0Ax:%20y", "%00", "%F0%9F%98%80")) {
            assertRefused(
                    s3("GET", "/bucket/key?response-content-disposition=" + value, ""),
                    400,
                    "InvalidArgument");
        }
        assertRefused(s3("GET", "/bucket/key?response-content-disposition=a%09b", ""), 200, "text");
    }

    @Test
    void anObjectIsReadWhateverTheHeadersItWasStoredWith() {
        assertRefused(s3("PUT", "/bucket", ""), 200, "");
        String upload =
                new String(framed(s3("PUT", "/bucket/key", "text")), StandardCharsets.UTF_8);
        connection.write(
                upload.replaceFirst(
                                "\r\n",
                                "\r\nContent-Disposition: attachment; filename=\"fa\u00e7ade.csv\""
                                        + "\r\nCache-Control: \u20ac\r\n")
                        .getBytes(StandardCharsets.UTF_8));
        assertAnswer(200, "");

        assertRefused(s3("GET", "/bucket/key", ""), 200, "text");
    }

    @Test
    void whoDoesNotSignForAnObjectIsDeniedInXml() {
        for (String target : List.of("/bucket/key", "/bucket?list-type=2", "/")) {
            connection.write(
                    ("GET "
                                    + target
                                    + " HTTP/1.1\r\nhost: "
                                    + cloud.endpoint().getAuthority()
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            assertAnswer(403, "<Code>AccessDenied</Code>");
        }
    }

    @Test
    void numbersAndTruthsAreNoTexts() {
        for (String value : List.of("123", "true", "1.5")) {
            assertRefused(
                    json(
                            "kinesis",
                            "Kinesis_20131202.DescribeStream",
                            "{\"StreamName\":" + value + "}"),
                    400,
                    "The member StreamName must be a string.");
        }
    }

    /** CBOR that announces exabytes must not be believed. */
    @Test
    void announcedLengthsAreNotAllocated() {
        for (String hex :
                List.of(
                        "a16444617461" + "5b7fffffffffffffff",
                        "a16444617461" + "5a7fffffff",
                        "a16444617461" + "7b7fffffffffffffff",
                        "a16444617461" + "9b7fffffffffffffff",
                        "bb7fffffffffffffff",
                        "a16444617461" + "c25affffffff")) {
            assertRefused(
                    json("kinesis", "Kinesis_20131202.PutRecord", "")
                            .with("Content-Type", "application/x-amz-cbor-1.1")
                            .with(HexFormat.of().parseHex(hex)),
                    400,
                    "SerializationException");
        }
    }

    @Test
    void whatAServiceNeedsIsAskedFor() {
        assertRefused(
                form(
                        "monitoring",
                        "Action=PutMetricData&Version=2010-08-01&Namespace=n"
                                + "&MetricData.member.1.MetricName=m&MetricData.member.1.Value=1"
                                + "&MetricData.member.1.Dimensions.member.1.Name=a"),
                400,
                "Value is required.");
        assertRefused(
                form(
                        "monitoring",
                        "Action=PutMetricData&Version=2010-08-01&Namespace=n"
                                + "&MetricData.member.1.MetricName=m"
                                + "&MetricData.member.1.StatisticValues.Minimum=1"),
                400,
                "StatisticValues.Sum is required.");
        assertRefused(
                json("logs", "Logs_20140328.CreateLogGroup", "{\"logGroupName\":\"g\"}"), 200, "");
        assertRefused(
                json("logs", "Logs_20140328.DeleteLogStream", "{\"logGroupName\":\"g\"}"),
                400,
                "'logStreamName' failed to satisfy constraint");
    }
}
