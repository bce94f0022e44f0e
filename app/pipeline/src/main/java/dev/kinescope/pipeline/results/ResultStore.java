package dev.kinescope.pipeline.results;

import dev.kinescope.pipeline.connection.AwsSession;

import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Lists and fetches the objects of the result bucket. */
public final class ResultStore {
    private final AwsSession session;
    private final String bucket;

    public ResultStore(AwsSession session, String bucket) {
        this.session = session;
        this.bucket = bucket;
    }

    /**
     * One page of a folder.
     *
     * @param next from the page before; empty for the first
     */
    public ObjectPage list(String prefix, Optional<String> next) {
        ListObjectsV2Response page =
                session.s3()
                        .listObjectsV2(list -> {
                            list.bucket(bucket).prefix(prefix).delimiter("/");
                            next.ifPresent(list::continuationToken);
                        });
        return new ObjectPage(
                prefix,
                page.commonPrefixes().stream().map(CommonPrefix::prefix).toList(),
                page.contents().stream().map(ResultStore::stored).toList(),
                Optional.ofNullable(page.nextContinuationToken()));
    }

    /** All objects under a prefix, whatever the folder, that were written at or after a time. */
    public List<StoredObject> listNew(String prefix, Instant since) {
        Instant second = since.truncatedTo(ChronoUnit.SECONDS);
        return listAfter(prefix, Optional.empty()).stream()
                .filter(object -> !object.lastModified().isBefore(second))
                .toList();
    }

    /**
     * All objects under a prefix, whatever the folder, in the order of their keys.
     *
     * @param startAfter only keys behind this one; spares the listing of what is known
     */
    public List<StoredObject> listAfter(String prefix, Optional<String> startAfter) {
        var request = ListObjectsV2Request.builder().bucket(bucket).prefix(prefix);
        startAfter.ifPresent(request::startAfter);
        return session.s3().listObjectsV2Paginator(request.build()).contents().stream()
                .map(ResultStore::stored)
                .toList();
    }

    /**
     * The objects written last under a prefix, newest first, found by going down the last folders:
     * folders by time are in the order of their names.
     */
    public List<StoredObject> newest(String prefix, int most) {
        var found = new ArrayList<StoredObject>();
        gatherNewest(prefix, most, found);
        return found.stream()
                .sorted(
                        Comparator.comparing(StoredObject::lastModified)
                                .thenComparing(StoredObject::key)
                                .reversed())
                .limit(most)
                .toList();
    }

    private void gatherNewest(String prefix, int most, List<StoredObject> found) {
        var folders = new ArrayList<String>();
        Optional<String> next = Optional.empty();
        do {
            ObjectPage page = list(prefix, next);
            folders.addAll(page.folders());
            found.addAll(page.objects());
            next = page.next();
        } while (next.isPresent());
        for (String folder : folders.reversed()) {
            if (found.size() >= most) {
                return;
            }
            gatherNewest(folder, most, found);
        }
    }

    /** An object's content, unpacked if its extension is {@code .gz}; empty if it is gone. */
    public Optional<byte[]> content(String key) {
        byte[] stored;
        try {
            stored =
                    session.s3()
                            .getObject(
                                    get -> get.bucket(bucket).key(key),
                                    ResponseTransformer.toBytes())
                            .asByteArrayUnsafe();
        } catch (NoSuchKeyException gone) {
            return Optional.empty();
        }
        if (!key.endsWith(".gz")) {
            return Optional.of(stored);
        }
        try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(stored))) {
            return Optional.of(unpacked.readAllBytes());
        } catch (IOException broken) {
            throw new UncheckedIOException(
                    "s3://" + bucket + "/" + key + " is not the GZIP that its name says", broken);
        }
    }

    /**
     * Fetches objects as they are stored into a directory, named as their keys.
     *
     * @return the files written
     * @throws IOException if a file cannot be written, or a key would leave the directory
     */
    public List<Path> download(List<String> keys, Path directory) throws IOException {
        Path root = directory.toAbsolutePath().normalize();
        var files = new ArrayList<Path>();
        for (String key : keys) {
            Path file = root.resolve(key).normalize();
            if (!file.startsWith(root) || file.equals(root)) {
                throw new IOException("The key " + key + " does not name a file under " + root);
            }
            Files.createDirectories(file.getParent());
            Files.deleteIfExists(file);
            session.s3().getObject(get -> get.bucket(bucket).key(key), file);
            files.add(file);
        }
        return List.copyOf(files);
    }

    private static StoredObject stored(S3Object object) {
        return new StoredObject(object.key(), object.size(), object.lastModified());
    }
}
