package dev.kinescope.localcloud.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** Requests about as large as each protocol takes, of as many parts as fit. */
final class HugeBodies {
    private static final int MEBI = 1024 * 1024;
    private static final String CBOR = "application/x-amz-cbor-1.1";
    private static final String PUT = "Kinesis_20131202.PutRecords";

    private HugeBodies() {}

    static List<Message> all() {
        return List.of(
                records("{\"StreamName\":\"posts\",\"Records\":[", "{},", "{}]}", 30 * MEBI),
                records(
                        "{\"StreamName\":\"posts\",\"Records\":[{\"Data\":\"",
                        "AAAA",
                        "\"}]}",
                        30 * MEBI),
                records("{\"q\":[", "1,", "1]}", 40 * MEBI),
                new Message(
                        "POST",
                        "/",
                        List.of(
                                new Message.Header("Content-Type", CBOR),
                                new Message.Header("X-Amz-Target", PUT)),
                        repeated(
                                HexFormat.of().parseHex("a1675265636f7264739f"),
                                new byte[] {(byte) 0xa0},
                                new byte[] {(byte) 0xff},
                                30 * MEBI),
                        "kinesis"),
                form("Action=PutMetricData&Version=2010-08-01", "&a=b", 2 * MEBI - 100),
                form(
                        "Action=PutMetricData&Version=2010-08-01",
                        "&MetricData.member.1.Dimensions.member.1.Name=a",
                        4 * MEBI),
                new Message(
                        "POST",
                        "/results?delete",
                        List.of(),
                        repeated(
                                utf8("<Delete>"),
                                utf8("<Object/>"),
                                utf8("</Delete>"),
                                4 * MEBI - 100),
                        "s3"),
                new Message(
                        "POST",
                        "/2015-03-31/functions",
                        List.of(new Message.Header("Content-Type", "application/json")),
                        repeated(
                                utf8("{\"Code\":{\"ZipFile\":\""),
                                utf8("AAAA"),
                                utf8("\"}}"),
                                70 * MEBI),
                        "lambda"));
    }

    private static Message records(String start, String part, String end, int size) {
        return new Message(
                "POST",
                "/",
                List.of(
                        new Message.Header("Content-Type", "application/x-amz-json-1.1"),
                        new Message.Header("X-Amz-Target", PUT)),
                repeated(utf8(start), utf8(part), utf8(end), size),
                "kinesis");
    }

    private static Message form(String start, String part, int size) {
        return new Message(
                "POST",
                "/",
                List.of(new Message.Header("Content-Type", "application/x-www-form-urlencoded")),
                repeated(utf8(start), utf8(part), new byte[0], size),
                "monitoring");
    }

    private static byte[] repeated(byte[] start, byte[] part, byte[] end, int size) {
        var out = new ByteArrayOutputStream(size + part.length);
        out.writeBytes(start);
        while (out.size() < size) {
            out.writeBytes(part);
        }
        out.writeBytes(end);
        return out.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
