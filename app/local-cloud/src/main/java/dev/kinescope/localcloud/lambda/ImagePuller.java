package dev.kinescope.localcloud.lambda;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import software.amazon.awssdk.services.lambda.model.ImageConfig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Gets container images that are laid out like AWS's Java base image from a registry on this
 * machine (AWS documentation, Deploy Java Lambda functions with container images).
 */
final class ImagePuller {
    private static final Logger LOG = LoggerFactory.getLogger(ImagePuller.class);

    /** 10 GB, AWS documentation, Lambda quotas. */
    private static final long MAX_IMAGE = 10L << 30;

    private static final Set<String> COMPRESSED =
            Set.of(
                    "application/vnd.docker.image.rootfs.diff.tar.gzip",
                    "application/vnd.oci.image.layer.v1.tar+gzip");
    private static final Set<String> PLAIN =
            Set.of(
                    "application/vnd.docker.image.rootfs.diff.tar",
                    "application/vnd.oci.image.layer.v1.tar");

    private final CodeStore code;
    private final Optional<String> standsForEcr;

    ImagePuller(CodeStore code, Optional<String> standsForEcr) {
        this.code = code;
        this.standsForEcr = standsForEcr;
    }

    /**
     * Pulls an image and unpacks its task root, unless it is here already. Must be followed by
     * {@link CodeStore#recorded}.
     *
     * @param config what the function says about how it is run
     * @return its digest as code
     * @throws software.amazon.awssdk.services.lambda.model.InvalidParameterValueException with the
     *     reason when it cannot be pulled or is not laid out like the base image
     */
    CodeStore.Code pull(String uri, @Nullable ImageConfig config) {
        ImageReference reference = ImageReference.of(uri, standsForEcr);
        try (var registry = new ImageRegistry(reference)) {
            ImageRegistry.Manifest manifest = registry.manifest();
            JsonNode document = manifest.document();
            ImageSettings settings =
                    ImageSettings.of(
                            registry.config(document.path("config").path("digest").asText()));
            String handler = settings.with(config).handler(uri);
            LOG.debug("The image {} has the handler {}", uri, handler);
            String sha256 = manifest.digest().substring("sha256:".length());
            return code.store(
                    new CodeStore.Code(sha256, 0),
                    part -> unpack(uri, registry, document.path("layers"), settings, part));
        }
    }

    private static void unpack(
            String uri,
            ImageRegistry registry,
            JsonNode layers,
            ImageSettings settings,
            Path directory)
            throws IOException {
        long total = 0;
        for (JsonNode layer : layers) {
            total += layer.path("size").asLong();
        }
        if (total > MAX_IMAGE) {
            throw registry.unsupported("it has " + total + " bytes, more than 10 GB");
        }
        Path task = Files.createDirectory(CodeStore.taskRoot(directory));
        Path file = directory.resolve("layer");
        var tree = new UnpackedTree(task, MAX_IMAGE, LayerUnpacker.MAX_ENTRIES);
        var unpacker = new LayerUnpacker(tree, MAX_IMAGE);
        try {
            for (JsonNode layer : layers) {
                String type = layer.path("mediaType").asText();
                if (!COMPRESSED.contains(type) && !PLAIN.contains(type)) {
                    throw registry.unsupported("the type of a layer is " + type);
                }
                registry.layer(layer.path("digest").asText(), layer.path("size").asLong(), file);
                unpacker.add(file, COMPRESSED.contains(type));
            }
            tree.finish();
        } catch (UnpackedTree.Refused e) {
            throw ImageSettings.refused(uri, String.valueOf(e.getMessage()));
        } catch (UnpackedTree.Unreadable e) {
            throw ImageSettings.refused(uri, "a layer cannot be read: " + e.getMessage());
        } finally {
            Files.deleteIfExists(file);
        }
        checkLayout(uri, task);
        settings.write(directory);
    }

    private static void checkLayout(String uri, Path task) throws IOException {
        try (Stream<Path> files = Files.walk(task)) {
            if (files.anyMatch(file -> onClassPath(task, task.relativize(file)))) {
                return;
            }
        }
        try (Stream<Path> files = Files.list(task)) {
            boolean stray = files.anyMatch(file -> file.toString().endsWith(".jar"));
            throw ImageSettings.refused(
                    uri,
                    stray
                            ? "it has a jar in /var/task, which the Java base image does not look"
                                    + " at; put it into /var/task/lib"
                            : "it is not laid out like AWS's Java base image: no classes below"
                                    + " /var/task and no jars in /var/task/lib");
        }
    }

    private static boolean onClassPath(Path task, Path file) {
        String name = file.toString();
        boolean library = file.getNameCount() == 2 && file.startsWith("lib");
        return Files.isRegularFile(task.resolve(file))
                && (name.endsWith(".class") || (library && name.endsWith(".jar")));
    }
}
