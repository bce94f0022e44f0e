package dev.kinescope.localcloud.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/**
 * One image in an OCI registry on this machine, over plain HTTP; every byte is checked against its
 * digest (OCI distribution specification, Pull).
 */
final class ImageRegistry implements AutoCloseable {
    static final String DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
    static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final List<String> INDEXES =
            List.of(
                    "application/vnd.docker.distribution.manifest.list.v2+json",
                    "application/vnd.oci.image.index.v1+json");

    /** 4 MB, the least that the specification asks a registry to take. */
    private static final int MAX_DOCUMENT = 4 << 20;

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** An image's manifest and the digest it was found under. */
    record Manifest(String digest, JsonNode document) {}

    private final ImageReference image;
    private final HttpClient client;

    ImageRegistry(ImageReference image) {
        this.image = image;
        this.client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(Duration.ofSeconds(10))
                        // A redirect could lead away from this machine.
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
    }

    /** The manifest of a single platform. */
    Manifest manifest() {
        byte[] bytes =
                document(
                        "manifests/" + image.reference(),
                        DOCKER_MANIFEST + ", " + OCI_MANIFEST + ", " + String.join(", ", INDEXES));
        String digest = digest(bytes);
        if (image.reference().startsWith("sha256:") && !image.reference().equals(digest)) {
            throw ImageSettings.refused(
                    image.given(), "the registry's manifest has the digest " + digest);
        }
        JsonNode document = json(bytes);
        String type = document.path("mediaType").asText(OCI_MANIFEST);
        if (INDEXES.contains(type) || document.has("manifests")) {
            throw unsupported(
                    "it is an index of several platforms; build it with --platform linux/amd64"
                            + " --provenance=false");
        }
        if (!type.equals(DOCKER_MANIFEST) && !type.equals(OCI_MANIFEST)) {
            throw unsupported("the type of its manifest is " + type);
        }
        return new Manifest(digest, document);
    }

    /** A small JSON document that the manifest names. */
    JsonNode config(String digest) {
        byte[] bytes = document("blobs/" + digest, "*/*");
        check(digest, digest(bytes));
        return json(bytes);
    }

    /** Fetches a layer of a size into a file. */
    void layer(String digest, long size, Path file) throws IOException {
        HttpResponse<InputStream> response = get("blobs/" + digest, "*/*");
        MessageDigest sum = sha256();
        try (InputStream in = response.body();
                OutputStream out = Files.newOutputStream(file)) {
            long left = size;
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                left -= read;
                if (left < 0) {
                    throw ImageSettings.refused(
                            image.given(), "its layer " + digest + " is larger than it says");
                }
                sum.update(buffer, 0, read);
                out.write(buffer, 0, read);
            }
        }
        check(digest, "sha256:" + HexFormat.of().formatHex(sum.digest()));
    }

    RuntimeException unsupported(String reason) {
        return LambdaErrors.invalid(
                ("The image manifest, config or layer media type for the source image %s is not"
                                + " supported: %s.")
                        .formatted(image.given(), reason));
    }

    private byte[] document(String path, String accepted) {
        try (InputStream in = get(path, accepted).body()) {
            byte[] bytes = in.readNBytes(MAX_DOCUMENT + 1);
            if (bytes.length > MAX_DOCUMENT) {
                throw unsupported("its " + path + " has more than 4 MB");
            }
            return bytes;
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private HttpResponse<InputStream> get(String path, String accepted) {
        var request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://%s/v2/%s/%s"
                                                .formatted(
                                                        image.registry(),
                                                        image.repository(),
                                                        path)))
                        .header("Accept", accepted)
                        .timeout(PATIENCE)
                        .build();
        try {
            HttpResponse<InputStream> response =
                    client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                response.body().close();
                throw answered(response.statusCode());
            }
            return response;
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LambdaErrors.ending();
        }
    }

    private RuntimeException answered(int status) {
        return switch (status) {
            case 404 ->
                    LambdaErrors.invalid(
                            "Source image %s does not exist. Provide a valid source image."
                                    .formatted(image.given()));
            case 401, 403 ->
                    ImageSettings.refused(
                            image.given(),
                            "its registry asks for credentials, which the local cloud does not"
                                    + " have");
            default ->
                    ImageSettings.refused(
                            image.given(), "its registry answered with status " + status);
        };
    }

    private RuntimeException unreachable(IOException e) {
        String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return ImageSettings.refused(
                image.given(),
                "the registry http://%s cannot be reached (%s); start it, or name another"
                        .formatted(image.registry(), reason));
    }

    private JsonNode json(byte[] bytes) {
        try {
            return Models.JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw unsupported("it is no JSON");
        } catch (IOException e) {
            throw new IllegalStateException("bytes can always be read", e);
        }
    }

    private void check(String wanted, String found) {
        if (!wanted.equals(found)) {
            throw ImageSettings.refused(
                    image.given(), "what the registry has as %s is %s".formatted(wanted, found));
        }
    }

    private static String digest(byte[] bytes) {
        return "sha256:" + HexFormat.of().formatHex(sha256().digest(bytes));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
