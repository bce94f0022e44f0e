package dev.kinescope.localcloud.lambda;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Assumptions;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/** Debian's {@code docker-registry} on a port of its own, and a way to push images into it. */
public final class OciRegistry implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");
    private static final Pattern LISTENING = Pattern.compile("listening on (127\\.0\\.0\\.1:\\d+)");

    /** One entry of a layer. */
    public record Entry(String name, byte type, String linkName, int mode, byte[] content) {
        public static Entry file(String name, byte[] content) {
            return new Entry(name, TarConstants.LF_NORMAL, "", 0100644, content);
        }

        static Entry file(String name, String content) {
            return file(name, content.getBytes(StandardCharsets.UTF_8));
        }

        static Entry directory(String name) {
            return new Entry(name + "/", TarConstants.LF_DIR, "", 040755, new byte[0]);
        }

        static Entry symbolicLink(String name, String target) {
            return new Entry(name, TarConstants.LF_SYMLINK, target, 0120777, new byte[0]);
        }

        static Entry hardLink(String name, String target) {
            return new Entry(name, TarConstants.LF_LINK, target, 0100644, new byte[0]);
        }

        static Entry device(String name) {
            return new Entry(name, TarConstants.LF_CHR, "", 020644, new byte[0]);
        }
    }

    private final Process process;
    private final String authority;
    private final HttpClient client = HttpClient.newHttpClient();

    private OciRegistry(Process process, String authority) {
        this.process = process;
        this.authority = authority;
    }

    /** Starts one with its files in that directory; skips the test where there is none to start. */
    public static OciRegistry start(Path directory) throws IOException {
        if (System.getenv("CI") == null) {
            Assumptions.assumeTrue(
                    Files.isExecutable(PROGRAM),
                    "SKIPPED: image functions are not tested, because "
                            + PROGRAM
                            + " is missing. Install Debian's docker-registry.");
        }
        Path config = directory.resolve("registry.yml");
        Files.writeString(
                config,
                """
                version: 0.1
                log: {level: info}
                storage: {filesystem: {rootdirectory: %s}}
                http: {addr: "127.0.0.1:0"}
                """
                        .formatted(directory.resolve("registry")));
        Process process =
                new ProcessBuilder(PROGRAM.toString(), "serve", config.toString())
                        .redirectErrorStream(true)
                        .start();
        var output = process.inputReader();
        var said = new ArrayList<String>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.add(line);
            Matcher listening = LISTENING.matcher(line);
            if (listening.find()) {
                Thread.ofPlatform().daemon().start(() -> output.lines().forEach(_ -> {}));
                return new OciRegistry(process, listening.group(1));
            }
        }
        throw new IllegalStateException("The registry did not start: " + said);
    }

    /** {@code 127.0.0.1:PORT}. */
    public String authority() {
        return authority;
    }

    /** Pushes an image as {@code docker push} does; answers its digest. */
    public String push(String repository, String tag, String config, List<byte[]> layers) {
        String layersJson =
                layers.stream()
                        .map(layer ->
                                descriptor(
                                        "application/vnd.docker.image.rootfs.diff.tar.gzip",
                                        blob(repository, layer),
                                        layer.length))
                        .collect(Collectors.joining(","));
        byte[] configBytes = config.getBytes(StandardCharsets.UTF_8);
        String manifest =
                "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
                        .formatted(
                                ImageRegistry.DOCKER_MANIFEST,
                                descriptor(
                                        "application/vnd.docker.container.image.v1+json",
                                        blob(repository, configBytes),
                                        configBytes.length),
                                layersJson);
        return manifest(repository, tag, ImageRegistry.DOCKER_MANIFEST, manifest);
    }

    /** Puts a manifest of any type; answers its digest. */
    String manifest(String repository, String tag, String type, String manifest) {
        byte[] bytes = manifest.getBytes(StandardCharsets.UTF_8);
        send(
                HttpRequest.newBuilder(uri(repository + "/manifests/" + tag))
                        .header("Content-Type", type)
                        .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes)));
        return digest(bytes);
    }

    static String descriptor(String type, String digest, int size) {
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}".formatted(type, digest, size);
    }

    private String blob(String repository, byte[] content) {
        HttpResponse<String> upload =
                send(
                        HttpRequest.newBuilder(uri(repository + "/blobs/uploads/"))
                                .POST(HttpRequest.BodyPublishers.noBody()));
        String place = upload.headers().firstValue("Location").orElseThrow();
        String digest = digest(content);
        send(
                HttpRequest.newBuilder(
                                URI.create(
                                        place
                                                + (place.contains("?") ? "&" : "?")
                                                + "digest="
                                                + digest))
                        .header("Content-Type", "application/octet-stream")
                        .PUT(HttpRequest.BodyPublishers.ofByteArray(content)));
        return digest;
    }

    private URI uri(String path) {
        return URI.create("http://" + authority + "/v2/" + path);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new IllegalStateException(response.statusCode() + " " + response.body());
            }
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The configuration of an image like the Java base image, with that handler. */
    public static String javaConfig(String handler) {
        return config("[\"/lambda-entrypoint.sh\"]", "[\"" + handler + "\"]");
    }

    static String config(String entryPoint, String command) {
        return """
        {"architecture":"amd64","os":"linux","config":{"Env":["PATH=/var/lang/bin:/usr/bin",\
        "LAMBDA_TASK_ROOT=/var/task","COLOUR=blue"],"Entrypoint":%s,"Cmd":%s,\
        "WorkingDir":"/var/task"},"rootfs":{"type":"layers","diff_ids":[]}}\
        """
                .formatted(entryPoint, command);
    }

    /** A gzip-compressed layer. */
    public static byte[] layer(Entry... entries) {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (Entry entry : entries) {
                var made = new TarArchiveEntry(entry.name(), entry.type(), true);
                made.setMode(entry.mode());
                made.setLinkName(entry.linkName());
                made.setSize(entry.content().length);
                tar.putArchiveEntry(made);
                tar.write(entry.content());
                tar.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static String digest(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        client.close();
    }
}
