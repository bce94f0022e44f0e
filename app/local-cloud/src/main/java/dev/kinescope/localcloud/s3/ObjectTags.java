package dev.kinescope.localcloud.s3;

import software.amazon.awssdk.services.s3.model.Tag;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/** An object's tags: at most ten, keys of 1-128 characters, values of up to 256. */
record ObjectTags(List<Tag> tags) {
    private static final int MAX_TAGS = 10;

    ObjectTags {
        tags = List.copyOf(tags);
        if (tags.size() > MAX_TAGS) {
            throw S3Errors.s3(400, "BadRequest", "Object tags cannot be greater than 10");
        }
        var keys = new HashSet<String>();
        for (Tag tag : tags) {
            if (tag.key() == null || tag.key().isEmpty() || tag.key().length() > 128) {
                throw S3Errors.s3(400, "InvalidTag", "The TagKey you have provided is invalid");
            }
            if (tag.value() == null || tag.value().length() > 256) {
                throw S3Errors.s3(400, "InvalidTag", "The TagValue you have provided is invalid");
            }
            if (!keys.add(tag.key())) {
                throw S3Errors.s3(
                        400, "InvalidTag", "Cannot provide multiple Tags with the same key");
            }
        }
    }

    /** Reads {@code key=value&key=value}, URL-encoded, as in the header of a put. */
    static ObjectTags parse(String query) {
        var tags = new ArrayList<Tag>();
        for (String pair : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String key = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                tags.add(Tag.builder().key(decode(key)).value(decode(value)).build());
            }
        }
        return new ObjectTags(tags);
    }

    private static String decode(String encoded) {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw S3Errors.invalidArgument(
                    "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query"
                            + " parameters without tag name duplicates.");
        }
    }

    String query() {
        return tags.stream()
                .map(tag ->
                        URLEncoder.encode(tag.key(), StandardCharsets.UTF_8)
                                + "="
                                + URLEncoder.encode(tag.value(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
