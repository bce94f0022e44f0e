package dev.kinescope.localcloud.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Percent-encoding as AWS wants it in paths, queries and signatures (RFC 3986). */
public final class Uris {
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private Uris() {}

    /**
     * Decodes percent-escapes as UTF-8; a plus sign stays a plus sign.
     *
     * @throws RequestFault if an escape is broken
     */
    public static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        var bytes = new ByteArrayOutputStream(raw.length);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] != '%') {
                bytes.write(raw[i]);
                continue;
            }
            int high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
            int low = i + 2 < raw.length ? Character.digit(raw[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                throw new RequestFault(400, "InvalidURI", "Couldn't parse the specified URI.");
            }
            bytes.write((high << 4) | low);
            i += 2;
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Encodes everything but letters, digits and {@code -._~}. */
    static String encode(String text) {
        var encoded = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean kept =
                    (b >= 'a' && b <= 'z')
                            || (b >= 'A' && b <= 'Z')
                            || (b >= '0' && b <= '9')
                            || "-._~".indexOf(b) >= 0;
            if (kept) {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HEX[(b >> 4) & 15]).append(HEX[b & 15]);
            }
        }
        return encoded.toString();
    }

    /**
     * The path of an object as S3 signs it: all is decoded and encoded again but slashes, since the
     * SDK signs two slashes as they are and sends the second one encoded.
     */
    public static String canonicalKeyPath(String path) {
        String canonical = encode(decode(path)).replace("%2F", "/");
        return canonical.isEmpty() ? "/" : canonical;
    }

    /** A path with each segment decoded and encoded again, so that all spellings are one. */
    public static String canonicalPath(String path) {
        var segments = new ArrayList<String>();
        for (String segment : path.split("/", -1)) {
            segments.add(encode(decode(segment)));
        }
        String canonical = String.join("/", segments);
        return canonical.isEmpty() ? "/" : canonical;
    }

    /** A canonical path with each segment encoded once more. */
    public static String canonicalEncoded(String path) {
        var segments = new ArrayList<String>();
        for (String segment : path.split("/", -1)) {
            segments.add(encode(segment));
        }
        return String.join("/", segments);
    }

    /** The pairs of a query or form, decoded; a plus sign is a space. */
    public static List<Map.Entry<String, String>> pairs(String query) {
        var pairs = new ArrayList<Map.Entry<String, String>>();
        for (String pair : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                String[] parts = pair.replace("+", "%20").split("=", 2);
                pairs.add(Map.entry(decode(parts[0]), parts.length == 2 ? decode(parts[1]) : ""));
            }
        }
        return pairs;
    }

    /** A query in the order and encoding that is signed, without the named parameter. */
    public static String canonicalQuery(String query, String without) {
        if (query.isEmpty()) {
            return "";
        }
        return String.join(
                "&",
                pairs(query).stream()
                        .filter(pair -> !pair.getKey().equals(without))
                        .map(pair -> Map.entry(encode(pair.getKey()), encode(pair.getValue())))
                        .sorted(
                                Map.Entry.<String, String>comparingByKey()
                                        .thenComparing(
                                                Map.Entry.comparingByValue(
                                                        Comparator.naturalOrder())))
                        .map(pair -> pair.getKey() + "=" + pair.getValue())
                        .toList());
    }
}
