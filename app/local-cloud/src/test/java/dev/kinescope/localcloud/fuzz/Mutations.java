package dev.kinescope.localcloud.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.zip.GZIPOutputStream;

/** Spoils requests: their bodies as trees and as bytes, their headers, paths and framing. */
final class Mutations {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper CBOR = new CBORMapper();
    private static final int DEEP = 20_000;

    /** Somewhat less than the server takes. */
    private static final int LARGEST_HEAD = 60_000;

    private static final List<String> TYPES =
            List.of(
                    "application/x-amz-json-1.1",
                    "application/x-amz-json-1.0",
                    "application/x-amz-cbor-1.1",
                    "application/cbor",
                    "application/json",
                    "application/xml",
                    "application/x-www-form-urlencoded",
                    "application/x-www-form-urlencoded; charset=utf-16",
                    "multipart/form-data; boundary=x",
                    "text/html;;;;",
                    "*/*",
                    "",
                    "\u00ff");
    private static final List<String> PIECES =
            List.of(
                    "null",
                    "[]",
                    "{}",
                    "\"\"",
                    "-",
                    "1e99999999",
                    "-1e-99999999",
                    "9".repeat(5_000),
                    "\\u0000",
                    "\\ud800",
                    "\u0000",
                    "&",
                    "=",
                    "&a.member.1=1&a.member.1.b=2",
                    "&Tags.member.1.Key=a&Tags.member.99999999999.Key=b",
                    "<a>",
                    "</a>",
                    "<![CDATA[",
                    "<!--",
                    "&#0;",
                    "&lol9;",
                    "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>",
                    "<!DOCTYPE a SYSTEM \"file:///etc/passwd\">");

    /** Headers of CBOR values that announce more than follows, break codes, tags. */
    private static final List<byte[]> BYTES =
            List.of(
                    hex("5bffffffffffffffff"),
                    hex("5b7fffffffffffffff"),
                    hex("5a7fffffff"),
                    hex("7b7fffffffffffffff"),
                    hex("7a7fffffff"),
                    hex("9b7fffffffffffffff"),
                    hex("9affffffff"),
                    hex("bb7fffffffffffffff"),
                    hex("baffffffff"),
                    hex("3bffffffffffffffff"),
                    hex("1bffffffffffffffff"),
                    hex("c25affffffff"),
                    hex("c48221c2430f4240"),
                    hex("c4821b7fffffffffffffff01"),
                    hex("dbffffffffffffffff"),
                    hex("f97e00"),
                    hex("fb7ff0000000000000"),
                    hex("9f9f9f9f9f9f"),
                    hex("bfbfbfbf"),
                    hex("5f5f5f"),
                    hex("ff"),
                    hex("ffffffff"),
                    hex("00"),
                    hex("c080"),
                    hex("eda080"),
                    hex("1f8b0800000000000000ffff"));

    private final RandomGenerator random;
    private final Values values;

    Mutations(RandomGenerator random) {
        this.random = random;
        this.values = new Values(random);
    }

    private static byte[] hex(String text) {
        return java.util.HexFormat.of().parseHex(text);
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** A request that can be read as HTTP, whatever it says. */
    Message spoil(Message message) {
        Message spoilt = message;
        for (int i = random.nextInt(1, 3); i > 0; i--) {
            spoilt =
                    switch (random.nextInt(10)) {
                        case 0, 1, 2 -> tree(spoilt);
                        case 3, 4 -> spoilt.with(bytes(spoilt.body()));
                        case 5 -> spoilt.with(deep(spoilt.kind()));
                        case 6 -> header(spoilt);
                        case 7 -> path(spoilt);
                        case 8 -> chunked(spoilt);
                        default -> packed(spoilt);
                    };
        }
        return spoilt;
    }

    // Trees: a member of another type, in place of a right one.

    private Message tree(Message message) {
        ObjectMapper mapper =
                switch (message.kind()) {
                    case "json" -> JSON;
                    case "cbor" -> CBOR;
                    default -> null;
                };
        if (mapper == null || message.body().length == 0) {
            return message.with(splice(message.body(), utf8(any(PIECES))));
        }
        try {
            JsonNode root = mapper.readTree(message.body());
            if (root == null) {
                return message.with(bytes(message.body()));
            }
            return message.with(mapper.writeValueAsBytes(spoil(mapper, root)));
        } catch (IOException e) {
            // Spoilt already: bytes are all that is left.
            return message.with(bytes(message.body()));
        }
    }

    private JsonNode spoil(ObjectMapper mapper, JsonNode node) {
        if (node instanceof ObjectNode object && !object.isEmpty() && random.nextInt(6) > 0) {
            List<Map.Entry<String, JsonNode>> members = List.copyOf(object.properties());
            Map.Entry<String, JsonNode> member = any(members);
            object.set(member.getKey(), spoil(mapper, member.getValue()));
            return object;
        }
        if (node instanceof ArrayNode array && !array.isEmpty() && random.nextInt(4) > 0) {
            int index = random.nextInt(array.size());
            array.set(index, spoil(mapper, array.get(index)));
            return array;
        }
        return node.isNumber() && random.nextBoolean() ? extreme(mapper) : other(mapper);
    }

    /** A number where one belongs, and one that nobody reckons with. */
    private JsonNode extreme(ObjectMapper mapper) {
        return switch (random.nextInt(8)) {
            case 0 -> mapper.getNodeFactory().numberNode(new BigDecimal("1e100000000"));
            case 1 -> mapper.getNodeFactory().numberNode(new BigDecimal("-1e-100000000"));
            case 2 -> mapper.getNodeFactory().numberNode(new BigDecimal("1e999999999"));
            case 3 -> mapper.getNodeFactory().numberNode(Double.NaN);
            case 4 -> mapper.getNodeFactory().numberNode(Double.NEGATIVE_INFINITY);
            case 5 -> mapper.getNodeFactory().numberNode(Long.MIN_VALUE);
            case 6 -> mapper.getNodeFactory().numberNode(Long.MAX_VALUE);
            default -> mapper.getNodeFactory().numberNode(1e18);
        };
    }

    private JsonNode other(ObjectMapper mapper) {
        return switch (random.nextInt(13)) {
            case 0 -> mapper.getNodeFactory().nullNode();
            case 1 -> mapper.getNodeFactory().booleanNode(true);
            case 2 -> mapper.getNodeFactory().numberNode(random.nextLong());
            case 3 -> mapper.getNodeFactory().numberNode(BigInteger.TWO.pow(random.nextInt(3_000)));
            case 4 -> mapper.getNodeFactory().numberNode(1e300);
            case 5 -> mapper.getNodeFactory().numberNode(-0.5);
            case 6 -> mapper.getNodeFactory().textNode(values.text());
            case 7 -> mapper.getNodeFactory().binaryNode(new byte[random.nextInt(100)]);
            case 8 -> mapper.createArrayNode();
            case 9 -> mapper.createObjectNode().put("a", 1);
            case 10 -> mapper.createArrayNode().addNull().add(1).add("x").addArray().addObject();
            case 11 -> {
                ArrayNode many = mapper.createArrayNode();
                for (int i = 0; i < 2_000; i++) {
                    many.addObject();
                }
                yield many;
            }
            default -> mapper.getNodeFactory().textNode("\ud800" + "z".repeat(100_000));
        };
    }

    // Bytes

    private byte[] bytes(byte[] body) {
        return switch (random.nextInt(7)) {
            case 0 -> random(random.nextInt(300));
            case 1 -> Arrays.copyOf(body, body.length == 0 ? 0 : random.nextInt(body.length));
            case 2 -> flipped(body);
            case 3 -> splice(body, any(BYTES));
            case 4 -> splice(body, utf8(any(PIECES)));
            case 5 -> splice(body, body);
            default -> splice(body, random(random.nextInt(20)));
        };
    }

    private byte[] random(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] flipped(byte[] body) {
        byte[] copy = body.clone();
        for (int i = random.nextInt(1, 6); i > 0 && copy.length > 0; i--) {
            copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return copy;
    }

    private byte[] splice(byte[] body, byte[] piece) {
        int at = body.length == 0 ? 0 : random.nextInt(body.length);
        var out = new ByteArrayOutputStream(body.length + piece.length);
        out.write(body, 0, at);
        out.writeBytes(piece);
        int from = Math.min(body.length, at + (random.nextBoolean() ? piece.length : 0));
        out.write(body, from, body.length - from);
        return out.toByteArray();
    }

    private byte[] deep(String kind) {
        return switch (kind) {
            case "cbor" -> {
                var bytes = new byte[DEEP];
                Arrays.fill(
                        bytes,
                        (byte) (random.nextBoolean() ? 0x81 : random.nextBoolean() ? 0x9f : 0xc1));
                if (random.nextBoolean()) {
                    // A member that is not known is skipped, which is deep, too.
                    bytes[0] = (byte) 0xbf;
                    bytes[1] = 0x61;
                    bytes[2] = 'q';
                }
                yield bytes;
            }
            case "json" ->
                    utf8(
                            switch (random.nextInt(3)) {
                                case 0 -> "[".repeat(DEEP);
                                case 1 -> "{\"q\":".repeat(DEEP);
                                default -> "{\"q\":" + "[".repeat(DEEP) + "]".repeat(DEEP) + "}";
                            });
            case "form" ->
                    utf8(
                            "Action=CreateRole&Version=2010-05-08&"
                                    + "Tags.member.1.".repeat(DEEP / 10)
                                    + "Key=1"
                                    + "&a=b".repeat(DEEP));
            default -> utf8("<a>".repeat(DEEP) + (random.nextBoolean() ? "</a>".repeat(DEEP) : ""));
        };
    }

    // Headers, paths, packing

    private Message header(Message message) {
        return switch (random.nextInt(12)) {
            case 0, 1 -> message.with("Content-Type", any(TYPES));
            case 2 ->
                    message.with(
                            "X-Amz-Target",
                            any(
                                    List.of(
                                            "",
                                            ".",
                                            "Kinesis_20131202",
                                            "Kinesis_20131202.",
                                            "Kinesis_20131202.PutRecords",
                                            "Logs_20140328.PutLogEvents",
                                            "secretsmanager.GetSecretValue",
                                            "a".repeat(5000))));
            case 3 -> message.with("Range", values.text());
            case 4 -> message.with("smithy-protocol", "rpc-v2-cbor");
            case 5 -> message.with("x-amz-checksum-crc32", values.text().replaceAll("[^ -~]", "_"));
            case 6 -> message.with("If-Match", "*").with("x-amz-copy-source", ascii(values.text()));
            case 7 -> message.with("If-Modified-Since", ascii(values.text()));
            case 8 -> message.with("Content-MD5", ascii(values.text()));
            case 9 -> message.with("x-amz-tagging", ascii(values.text()));
            case 10 ->
                    message.headers().isEmpty()
                            ? message
                            : message.without(any(message.headers()).name());
            default -> {
                var many = new ArrayList<>(message.headers());
                for (int i = 0; i < 200; i++) {
                    many.add(new Message.Header("x-amz-meta-" + i, ascii(values.text())));
                }
                yield message.with(many);
            }
        };
    }

    private static String ascii(String text) {
        return text.replaceAll("[^ -~]", "_");
    }

    private Message path(Message message) {
        String path = message.path();
        String query = message.query().isEmpty() ? "" : "?" + message.query();
        return switch (random.nextInt(13)) {
            case 0 -> message.with(path + "%2e%2e/%2e%2e/etc/passwd" + query);
            case 1 -> message.with("/results/../../../etc/passwd" + query);
            case 2 -> message.with(path + "%00" + query);
            case 3 -> message.with(path + "%" + query);
            case 4 -> message.with(path + "%c0%ae%ff" + query);
            case 5 -> message.with("/" + path + "//" + query);
            case 6 -> message.with(path + "a".repeat(random.nextInt(20_000)) + query);
            case 7 -> message.with(path + "?" + "a&".repeat(2_000));
            case 8 -> message.with(path + "?versionId=&uploadId=%zz&partNumber=99999999999999");
            case 9 ->
                    message.with(path + query + "&max-keys=-1&continuation-token=%00&list-type=2");
            case 12 -> message.with(path + "?response-content-disposition=a%0d%0ax:%20y");
            case 10 ->
                    message.withMethod(
                            any(
                                    List.of(
                                            "GET", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS",
                                            "BREW")));
            default ->
                    message.with(
                            any(
                                            List.of(
                                                    "/_kinescope/faults",
                                                    "/_kinescope/../x",
                                                    "/service/GraniteServiceVersion20100801/operation/PutMetricData",
                                                    "/2015-03-31/functions/%2e%2e/invocations",
                                                    "/%F0%9F%98%80"))
                                    + query);
        };
    }

    private Message chunked(Message message) {
        String length =
                any(
                        List.of(
                                "0",
                                "-1",
                                "99999999999",
                                "x",
                                "",
                                Integer.toString(message.body().length)));
        String body =
                any(
                        List.of(
                                "5\r\nhello\r\n0\r\n\r\n",
                                "5;chunk-signature=\r\nhel",
                                "FFFFFFFFFFFFFFFF\r\n",
                                "7FFFFFFFFFFFFFFF\r\nx",
                                "-5\r\nhello",
                                "zz\r\n",
                                "0\r\nx-amz-checksum-crc32:\r\n\r\n",
                                "0\r\n" + "a:b\r\n".repeat(20_000),
                                "1".repeat(20_000)));
        return message.with("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
                .with("Content-Encoding", "aws-chunked")
                .with("x-amz-decoded-content-length", length)
                .with("x-amz-trailer", "x-amz-checksum-crc32")
                .with(utf8(body));
    }

    private Message packed(Message message) {
        byte[] body =
                switch (random.nextInt(3)) {
                    case 0 -> message.body();
                    case 1 -> gzip(message.body());
                    default -> Arrays.copyOf(gzip(message.body()), 12);
                };
        return message.with("Content-Encoding", "gzip").with(body);
    }

    private static byte[] gzip(byte[] bytes) {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    // What is no HTTP any more

    /** The bytes of a request whose framing is wrong; the connection is of no use after it. */
    byte[] unframed(Message message, String host) {
        byte[] right = framed(message, host);
        String head = new String(right, StandardCharsets.ISO_8859_1);
        return switch (random.nextInt(16)) {
            case 0 -> Arrays.copyOf(right, random.nextInt(right.length));
            case 1 -> random(random.nextInt(1, 2_000));
            case 2 -> latin(head.replaceFirst("content-length: \\d+", "content-length: -1"));
            case 3 ->
                    latin(
                            head.replaceFirst(
                                    "content-length: \\d+",
                                    "content-length: 99999999999999999999"));
            case 4 ->
                    latin(
                            head.replaceFirst(
                                    "content-length: \\d+",
                                    "content-length: 1\r\ncontent-length: 7"));
            case 5 ->
                    latin(head.replaceFirst("content-length: \\d+", "transfer-encoding: chunked"));
            case 6 ->
                    latin(
                            head.replaceFirst(
                                    "content-length: \\d+",
                                    "transfer-encoding: chunked\r\ncontent-length: 5"));
            case 7 ->
                    latin(
                            head.replaceFirst(
                                    "HTTP/1.1", any(List.of("HTTP/9.9", "HTTP/1.0", "HTP", ""))));
            case 8 -> latin(head.replaceFirst("\r\n", "\r\n folded: x\r\n"));
            case 9 -> latin(head.replaceFirst("\r\n", "\r\nx: " + "a".repeat(200_000) + "\r\n"));
            case 10 -> latin(head.replaceFirst("\r\n", "\r\n" + "x: y\r\n".repeat(30_000)));
            case 11 ->
                    latin(
                            "GET /"
                                    + "a".repeat(200_000)
                                    + " HTTP/1.1\r\nhost: "
                                    + host
                                    + "\r\n\r\n");
            case 12 ->
                    latin(
                            head.replaceFirst(
                                    "host: [^\r]*",
                                    any(
                                            List.of(
                                                    "host: evil.example:80",
                                                    "host: ",
                                                    "x: y",
                                                    "host: 127.0.0.1",
                                                    "host: a\r\nhost: b"))));
            case 13 -> latin(head.replace("\r\n", "\n"));
            case 14 ->
                    latin(
                            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
                                    + new String(random(200), StandardCharsets.ISO_8859_1));
            default -> latin(head.replaceFirst("content-length: (\\d+)", "content-length: 1$1"));
        };
    }

    /** Whether a request, framed, is one that a server has to answer and to read to its end. */
    static boolean isHttp(Message message) {
        int size = message.method().length() + message.target().length();
        for (Message.Header header : message.headers()) {
            if (!header.name().matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")
                    || !header.value().matches("[\\t -~\u0080-\u00ff]*")) {
                return false;
            }
            size += header.name().length() + header.value().length() + 4;
        }
        return size < LARGEST_HEAD && message.target().matches("[!-~]+");
    }

    /** The bytes of a request as HTTP has it. */
    byte[] framed(Message message, String host) {
        var head = new StringBuilder();
        head.append(message.method()).append(' ').append(message.target()).append(" HTTP/1.1\r\n");
        head.append("host: ").append(host).append("\r\n");
        for (Message.Header header : message.headers()) {
            head.append(header.name()).append(": ").append(header.value()).append("\r\n");
        }
        head.append("content-length: ").append(message.body().length).append("\r\n\r\n");
        var out = new ByteArrayOutputStream(head.length() + message.body().length);
        out.writeBytes(latin(head.toString()));
        out.writeBytes(message.body());
        return out.toByteArray();
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A mutation of a JSON text, for the control path. */
    byte[] json(String text) {
        try {
            return JSON.writeValueAsBytes(spoil(JSON, JSON.readTree(text)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
