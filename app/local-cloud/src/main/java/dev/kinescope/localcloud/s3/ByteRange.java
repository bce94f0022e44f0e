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

    /** The part that a copy asks for; unlike elsewhere it must be exact. Empty means all. */
    static Optional<ByteRange> ofCopy(@Nullable String header, long size) {
        if (header == null) {
            return Optional.empty();
        }
        Matcher parts = HEADER.matcher(header.strip());
        if (!parts.matches() || parts.group(1).isEmpty() || parts.group(2).isEmpty()) {
            throw S3Errors.invalidArgument(
                    "The x-amz-copy-source-range value must be of the form bytes=first-last where"
                            + " first and last are the zero-based offsets of the first and last"
                            + " bytes to copy");
        }
        long first = Long.parseLong(parts.group(1));
        long last = Long.parseLong(parts.group(2));
        if (first > last || last >= size) {
            throw S3Errors.invalidArgument(
                    "Range specified is not valid for source object of size: " + size);
        }
        return Optional.of(new ByteRange(first, last - first + 1));
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
