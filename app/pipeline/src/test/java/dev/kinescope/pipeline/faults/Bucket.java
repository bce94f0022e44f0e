package dev.kinescope.pipeline.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Counts by id what lies in the bucket, without the pipeline's own bookkeeping. */
final class Bucket {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final S3Client s3;
    private final String name;
    private final String idPrefix;
    private final Set<String> read = new HashSet<>();
    private final Map<String, Integer> delivered = new HashMap<>();
    private final Map<String, Integer> failed = new HashMap<>();
    private final Map<String, Integer> reasons = new TreeMap<>();
    private final Set<Long> givenUpAt = new TreeSet<>();
    private final Set<Integer> attempts = new TreeSet<>();

    /** Looks at records whose ids begin so, and passes over the others. */
    Bucket(S3Client s3, String name, String idPrefix) {
        this.s3 = s3;
        this.name = name;
        this.idPrefix = idPrefix;
    }

    /** Reads the objects that are new. */
    Bucket look() {
        for (S3Object object : s3.listObjectsV2Paginator(list -> list.bucket(name)).contents()) {
            if (read.add(object.key())) {
                s3.getObjectAsBytes(get -> get.bucket(name).key(object.key()))
                        .asUtf8String()
                        .lines()
                        .forEach(line -> count(object.key(), line));
            }
        }
        return this;
    }

    private void count(String key, String line) {
        try {
            JsonNode json = JSON.readTree(line);
            if (key.startsWith("errors/")) {
                String id =
                        id(
                                JSON.readTree(
                                        Base64.getDecoder().decode(json.path("rawData").asText())));
                if (id.startsWith(idPrefix)) {
                    failed.merge(id, 1, Integer::sum);
                    reasons.merge(json.path("errorCode").asText(), 1, Integer::sum);
                    givenUpAt.add(json.path("attemptEndingTimestamp").asLong());
                    attempts.add(json.path("attemptsMade").asInt());
                }
            } else {
                String id = id(json);
                if (id.startsWith(idPrefix)) {
                    delivered.merge(id, 1, Integer::sum);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Not one record a line in " + key, e);
        }
    }

    private static String id(JsonNode record) {
        return record.path("id").asText();
    }

    /** The ids that have come to an end, delivered or in an error object. */
    Set<String> ended() {
        var all = new HashSet<>(delivered.keySet());
        all.addAll(failed.keySet());
        return all;
    }

    /** All lines, however often one record is among them. */
    long lines() {
        return sum(delivered) + sum(failed);
    }

    long delivered() {
        return delivered.size();
    }

    long failed() {
        return failed.size();
    }

    /** Lines more than records. */
    long duplicates() {
        return lines() - ended().size();
    }

    /** How many lines of error objects give which reason. */
    Map<String, Integer> reasons() {
        return reasons;
    }

    /** When batches were given up: all records of one at the same time. */
    Set<Long> givenUpAt() {
        return givenUpAt;
    }

    /** How often each that was given up had been tried. */
    Set<Integer> attempts() {
        return attempts;
    }

    private static long sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToLong(Integer::longValue).sum();
    }
}
