package dev.kinescope.localcloud.s3;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of an object that a Range header asks for (RFC 9110, single byte ranges).
 *
 * @param from first byte
 * @param length how many bytes
 */
record ByteRange(long from, long length) {
    private static final Pattern HEADER = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /** Empty if the header is absent or, as S3 does with what it cannot read, to be ignored. */
    static Optional<ByteRange> parse(@Nullable String header, long size) {
        Matcher parts = HEADER.matcher(header == null ? "" : header.strip());
        if (!parts.matches()) {
            return Optional.empty();
        }
        String first = parts.group(1);
        String last = parts.group(2);
        if (first.isEmpty() && last.isEmpty()) {
            return Optional.empty();
        }
        if (first.isEmpty()) {
            long count = Math.min(Long.parseLong(last), size);
            return Optional.of(satisfiable(size - count, count));
        }
        long from = Long.parseLong(first);
        long to = last.isEmpty() ? size - 1 : Math.min(Long.parseLong(last), size - 1);
        if (!last.isEmpty() && Long.parseLong(last) < from) {
            return Optional.empty();
        }
        return Optional.of(satisfiable(from, to - from + 1));
    }

    private static ByteRange satisfiable(long from, long length) {
        if (length <= 0) {
            throw S3Errors.s3(416, "InvalidRange", "The requested range is not satisfiable");
        }
        return new ByteRange(from, length);
    }

    /** The Content-Range header. */
    String header(long size) {
        return "bytes " + from + "-" + (from + length - 1) + "/" + size;
    }
}
