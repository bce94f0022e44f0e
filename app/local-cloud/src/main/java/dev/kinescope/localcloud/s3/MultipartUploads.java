package dev.kinescope.localcloud.s3;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.kinescope.localcloud.store.Blob;
import dev.kinescope.localcloud.store.BlobQuery;
import dev.kinescope.localcloud.store.BlobStore;
import dev.kinescope.localcloud.store.DocumentStore;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Uploads in parts: each part is a blob of its own until the upload is completed or aborted. */
final class MultipartUploads {
    private static final String KIND = "s3-uploads";
    private static final String PARTS = "parts/";
    private static final int MAX_PARTS = 10_000;
    private static final long SMALLEST_PART = 5L * 1024 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** An upload that has begun, with what its object is to carry. */
    record Upload(
            String id,
            String bucket,
            String key,
            long initiatedMillis,
            Map<String, String> attributes,
            @Nullable UploadChecksum checksum) {
        String parts() {
            return PARTS + id;
        }
    }

    private final DocumentStore documents;
    private final BlobStore blobs;
    private final Clock clock;
    private final Supplier<UUID> ids;

    MultipartUploads(DocumentStore documents, BlobStore blobs, Clock clock, Supplier<UUID> ids) {
        this.documents = documents;
        this.blobs = blobs;
        this.clock = clock;
        this.ids = ids;
    }

    Upload begin(
            String bucket,
            String key,
            Map<String, String> attributes,
            @Nullable UploadChecksum checksum) {
        var upload =
                new Upload(
                        ids.get().toString().replace("-", ""),
                        bucket,
                        key,
                        clock.millis(),
                        attributes,
                        checksum);
        try {
            documents.put(KIND, upload.id(), JSON.writeValueAsBytes(upload));
        } catch (JacksonException e) {
            throw new UncheckedIOException("Cannot write upload " + upload.id(), e);
        }
        return upload;
    }

    /** The upload, or NoSuchUpload if there is none of that id for that key. */
    Upload get(String bucket, @Nullable String key, @Nullable String id) {
        return find(id == null ? "" : id)
                .filter(upload -> upload.bucket().equals(bucket) && upload.key().equals(key))
                .orElseThrow(S3Errors::noSuchUpload);
    }

    List<Upload> of(String bucket) {
        return documents.names(KIND).stream()
                .flatMap(id -> find(id).stream())
                .filter(upload -> upload.bucket().equals(bucket))
                .toList();
    }

    Blob putPart(
            Upload upload, @Nullable Integer number, RequestBody body, ContentWriter.Sent sent) {
        String key = partKey(checked(number));
        try (BlobStore.Draft draft = blobs.draft()) {
            var attributes = ContentWriter.write(draft, body, sent.with(upload.checksum()));
            return commit(upload, key, draft, attributes);
        }
    }

    List<Blob> parts(Upload upload, int afterNumber, int limit) {
        return blobs.list(upload.parts(), new BlobQuery("", partKey(afterNumber), limit));
    }

    static int number(Blob part) {
        return Integer.parseInt(part.key());
    }

    /** Copies a part out of an object. */
    Blob copyPart(
            Upload upload, @Nullable Integer number, BlobStore.OpenBlob source, ByteRange of) {
        String key = partKey(checked(number));
        try (BlobStore.Draft draft = blobs.draft()) {
            UploadChecksum checksum = upload.checksum();
            var digest =
                    new ContentDigest(
                            draft.content(),
                            checksum == null ? Set.of() : Set.of(checksum.algorithm()));
            try (InputStream in = source.content(of.from(), of.length())) {
                in.transferTo(digest);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot copy from " + source.blob().key(), e);
            }
            var attributes = new HashMap<String, String>();
            attributes.put(StoredObject.ETAG, ContentDigest.hex(digest.md5()));
            digest.checksums()
                    .forEach((name, value) -> attributes.put(StoredObject.CHECKSUM + name, value));
            return commit(upload, key, draft, attributes);
        }
    }

    /** Keeps a part, unless the upload has ended meanwhile: then nobody would remove it. */
    private synchronized Blob commit(
            Upload upload, String key, BlobStore.Draft draft, Map<String, String> attributes) {
        if (find(upload.id()).isEmpty()) {
            throw S3Errors.noSuchUpload();
        }
        return draft.commit(upload.parts(), key, attributes);
    }

    private static int checked(@Nullable Integer number) {
        if (number == null || number < 1 || number > MAX_PARTS) {
            throw S3Errors.invalidArgument(
                    "Part number must be an integer between 1 and 10000, inclusive");
        }
        return number;
    }

    /**
     * Joins the parts into the draft.
     *
     * @return the attributes that follow: the sizes of the parts, the ETag without quotes, which is
     *     the MD5 of the parts' MD5s and how many there were, and the checksum
     */
    Map<String, String> join(Upload upload, List<CompletedPart> asked, BlobStore.Draft draft) {
        if (asked.isEmpty()) {
            throw S3Errors.malformedXml();
        }
        checkOrder(asked);
        UploadChecksum checksum = upload.checksum();
        Set<String> algorithms = checksum == null ? Set.of() : Set.of(checksum.algorithm());
        boolean composite = checksum != null && checksum.composite();
        var whole = new ContentDigest(draft.content(), algorithms);
        OutputStream out = checksum == null || composite ? draft.content() : whole;
        var ofParts = new ContentDigest(OutputStream.nullOutputStream(), algorithms);
        var md5s = ContentDigest.digest("MD5");
        var sizes = new ArrayList<Long>();
        for (int i = 0; i < asked.size(); i++) {
            CompletedPart part = asked.get(i);
            try (BlobStore.OpenBlob stored =
                    blobs.open(upload.parts(), partKey(numberOf(part)))
                            .orElseThrow(MultipartUploads::invalidPart)) {
                String md5 = stored.blob().attributes().getOrDefault(StoredObject.ETAG, "");
                if (part.eTag() == null || !Conditions.unquoted(part.eTag()).equals(md5)) {
                    throw invalidPart();
                }
                if (checksum != null) {
                    add(ofParts, stored.blob(), checksum, part);
                }
                if (i < asked.size() - 1 && stored.blob().size() < SMALLEST_PART) {
                    throw S3Errors.s3(
                            400,
                            "EntityTooSmall",
                            "Your proposed upload is smaller than the minimum allowed size");
                }
                md5s.update(HexFormat.of().parseHex(md5));
                sizes.add(stored.blob().size());
                String written = ContentWriter.append(out, stored);
                if (!written.equals(md5)) {
                    throw new UncheckedIOException(
                            new IOException(
                                    "A part of upload " + upload.id() + " is damaged on disk"));
                }
            }
        }
        var attributes = new HashMap<String, String>();
        attributes.put(StoredObject.ETAG, ContentDigest.hex(md5s.digest()) + "-" + asked.size());
        attributes.put(ObjectParts.ATTRIBUTE, new ObjectParts(sizes).attribute());
        (composite ? ofParts : whole)
                .checksums()
                .forEach((name, value) ->
                        attributes.put(
                                StoredObject.CHECKSUM + name,
                                composite ? value + "-" + asked.size() : value));
        return attributes;
    }

    /** Takes a part's checksum into that of all, if it is what the client says. */
    private static void add(
            ContentDigest ofParts, Blob stored, UploadChecksum checksum, CompletedPart part) {
        String value = StoredObject.checksum(stored, checksum.algorithm());
        String claimed = checksum.of(part);
        if (value == null || (claimed != null && !claimed.equals(value))) {
            throw invalidPart();
        }
        try {
            ofParts.write(Base64.getDecoder().decode(value));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void checkOrder(List<CompletedPart> asked) {
        int before = 0;
        for (CompletedPart part : asked) {
            if (numberOf(part) <= before) {
                throw S3Errors.s3(
                        400,
                        "InvalidPartOrder",
                        "The list of parts was not in ascending order. Parts must be ordered by"
                                + " part number.");
            }
            before = numberOf(part);
        }
    }

    private static int numberOf(CompletedPart part) {
        return part.partNumber() == null ? 0 : part.partNumber();
    }

    /** Ends an upload; its parts are still to be removed. */
    synchronized void forget(Upload upload) {
        documents.delete(KIND, upload.id());
    }

    void removeParts(Upload ended) {
        removeParts(ended.parts());
    }

    void end(Upload upload) {
        forget(upload);
        removeParts(upload);
    }

    private void removeParts(String container) {
        blobs.list(container, new BlobQuery("", "", MAX_PARTS))
                .forEach(part -> blobs.delete(container, part.key()));
    }

    /**
     * Removes uploads whose bucket is gone, and parts whose upload is: what a kill left of ending
     * them.
     */
    void removeLeft(Predicate<String> bucketExists) {
        for (String id : documents.names(KIND)) {
            find(id).filter(upload -> !bucketExists.test(upload.bucket())).ifPresent(this::end);
        }
        for (String container : blobs.containers(PARTS)) {
            if (find(container.substring(PARTS.length())).isEmpty()) {
                removeParts(container);
            }
        }
    }

    private Optional<Upload> find(String id) {
        return documents
                .get(KIND, id)
                .map(document -> {
                    try {
                        return JSON.readValue(document, Upload.class);
                    } catch (IOException e) {
                        throw new UncheckedIOException(
                                "The document of upload " + id + " is damaged", e);
                    }
                });
    }

    private static String partKey(int number) {
        return "%05d".formatted(number);
    }

    private static software.amazon.awssdk.awscore.exception.AwsServiceException invalidPart() {
        return S3Errors.s3(
                400,
                "InvalidPart",
                "One or more of the specified parts could not be found. The part may not have been"
                        + " uploaded, or the specified entity tag may not match the part's entity"
                        + " tag.");
    }
}
