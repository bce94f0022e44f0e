package dev.kinescope.localcloud.s3;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What a client says of an object beside its content, kept in the attributes of its blob. */
final class ObjectHeaders {
    static final String CONTENT_TYPE = "content-type";
    static final String CONTENT_ENCODING = "content-encoding";
    static final String CACHE_CONTROL = "cache-control";
    static final String CONTENT_DISPOSITION = "content-disposition";
    static final String CONTENT_LANGUAGE = "content-language";
    static final String EXPIRES = "expires";
    static final String TAGS = "tags";
    static final String METADATA = "x-amz-meta-";
    private static final String DEFAULT_TYPE = "binary/octet-stream";
    private static final int MAX_METADATA_BYTES = 2_048;

    private final Map<String, String> attributes = new HashMap<>();

    static Map<String, String> of(PutObjectRequest asked) {
        return new ObjectHeaders()
                .with(CONTENT_TYPE, asked.contentType())
                .with(CONTENT_ENCODING, withoutChunking(asked.contentEncoding()))
                .with(CACHE_CONTROL, asked.cacheControl())
                .with(CONTENT_DISPOSITION, asked.contentDisposition())
                .with(CONTENT_LANGUAGE, asked.contentLanguage())
                .withExpires(asked.expires())
                .withTags(asked.tagging())
                .withMetadata(asked.metadata())
                .attributes;
    }

    static Map<String, String> of(CreateMultipartUploadRequest asked) {
        return new ObjectHeaders()
                .with(CONTENT_TYPE, asked.contentType())
                .with(CONTENT_ENCODING, withoutChunking(asked.contentEncoding()))
                .with(CACHE_CONTROL, asked.cacheControl())
                .with(CONTENT_DISPOSITION, asked.contentDisposition())
                .with(CONTENT_LANGUAGE, asked.contentLanguage())
                .withExpires(asked.expires())
                .withTags(asked.tagging())
                .withMetadata(asked.metadata())
                .attributes;
    }

    static Map<String, String> of(CopyObjectRequest asked) {
        return new ObjectHeaders()
                .with(CONTENT_TYPE, asked.contentType())
                .with(CONTENT_ENCODING, asked.contentEncoding())
                .with(CACHE_CONTROL, asked.cacheControl())
                .with(CONTENT_DISPOSITION, asked.contentDisposition())
                .with(CONTENT_LANGUAGE, asked.contentLanguage())
                .withExpires(asked.expires())
                .withTags(asked.tagging())
                .withMetadata(asked.metadata())
                .attributes;
    }

    static String contentType(Map<String, String> attributes) {
        return attributes.getOrDefault(CONTENT_TYPE, DEFAULT_TYPE);
    }

    /** The Expires header as HTTP writes dates. */
    static @Nullable String expires(Map<String, String> attributes) {
        String millis = attributes.get(EXPIRES);
        return millis == null
                ? null
                : DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        Instant.ofEpochMilli(Long.parseLong(millis)).atOffset(ZoneOffset.UTC));
    }

    static Map<String, String> metadata(Map<String, String> attributes) {
        return attributes.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(METADATA))
                .collect(
                        Collectors.toMap(
                                entry -> entry.getKey().substring(METADATA.length()),
                                Map.Entry::getValue));
    }

    private ObjectHeaders with(String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            attributes.put(name, value);
        }
        return this;
    }

    private ObjectHeaders withExpires(@Nullable Instant at) {
        return with(EXPIRES, at == null ? null : Long.toString(at.toEpochMilli()));
    }

    private ObjectHeaders withTags(@Nullable String query) {
        return with(TAGS, query == null ? null : ObjectTags.parse(query).query());
    }

    private ObjectHeaders withMetadata(@Nullable Map<String, String> metadata) {
        if (metadata == null) {
            return this;
        }
        int bytes = 0;
        for (var entry : metadata.entrySet()) {
            bytes += utf8Length(entry.getKey()) + utf8Length(entry.getValue());
            attributes.put(METADATA + entry.getKey().toLowerCase(Locale.ROOT), entry.getValue());
        }
        if (bytes > MAX_METADATA_BYTES) {
            throw S3Errors.s3(
                    400,
                    "MetadataTooLarge",
                    "Your metadata headers exceed the maximum allowed metadata size");
        }
        return this;
    }

    private static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** {@code aws-chunked} describes the transfer, not the object. */
    private static @Nullable String withoutChunking(@Nullable String encoding) {
        if (encoding == null || !encoding.contains("aws-chunked")) {
            return encoding;
        }
        return Arrays.stream(encoding.split(",", -1))
                .map(String::strip)
                .filter(token -> !token.equals("aws-chunked"))
                .collect(Collectors.joining(","));
    }
}
