package dev.kinescope.pipeline.million;

import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts the posts in the bucket, each by its number: the bundled posts are called {@code p-0001}
 * and so on, and those of later rounds {@code p-0001~1}.
 */
final class Arrivals {
    private static final Pattern ID = Pattern.compile("\"id\":\"p-(\\d+)(?:~(\\d+))?\"");
    private static final Pattern SENTIMENT = Pattern.compile("\"Sentiment\":\"[A-Z]+\"");

    private final S3Client s3;
    private final String bucket;
    private final int perRound;
    private final BitSet arrived = new BitSet();
    private final Set<String> read = new HashSet<>();
    private long lines;
    private long scored;
    private long duplicates;
    private long errors;

    Arrivals(S3Client s3, String bucket, int perRound) {
        this.s3 = s3;
        this.bucket = bucket;
        this.perRound = perRound;
    }

    /** Reads the objects that are new. */
    void look() {
        s3.listObjectsV2Paginator(list -> list.bucket(bucket).prefix("posts/")).contents().stream()
                .map(S3Object::key)
                .filter(read::add)
                .forEach(this::read);
        errors =
                s3
                        .listObjectsV2Paginator(list -> list.bucket(bucket).prefix("errors/"))
                        .contents()
                        .stream()
                        .count();
    }

    private void read(String key) {
        try (var reader =
                new BufferedReader(
                        new InputStreamReader(
                                s3.getObject(get -> get.bucket(bucket).key(key)),
                                StandardCharsets.UTF_8))) {
            reader.lines().forEach(this::count);
        } catch (IOException e) {
            throw new UncheckedIOException(key, e);
        }
    }

    private void count(String line) {
        Matcher id = ID.matcher(line);
        if (!id.find()) {
            throw new IllegalStateException("a line without the id of a bundled post");
        }
        int round = id.group(2) == null ? 0 : Integer.parseInt(id.group(2));
        int number = round * perRound + Integer.parseInt(id.group(1)) - 1;
        lines++;
        scored += SENTIMENT.matcher(line).find() ? 1 : 0;
        duplicates += arrived.get(number) ? 1 : 0;
        arrived.set(number);
    }

    /** How many of the first {@code posts} are there. */
    long of(int posts) {
        return arrived.get(0, posts).cardinality();
    }

    long lines() {
        return lines;
    }

    long scored() {
        return scored;
    }

    long duplicates() {
        return duplicates;
    }

    /** Objects below the error prefix. */
    long errors() {
        return errors;
    }
}
