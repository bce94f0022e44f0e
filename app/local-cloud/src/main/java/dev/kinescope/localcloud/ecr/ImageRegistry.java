package dev.kinescope.localcloud.ecr;

import java.util.List;

/** Where images lie. */
@FunctionalInterface
interface ImageRegistry {
    /** No registry: every repository is empty. */
    ImageRegistry NONE = _ -> List.of();

    /**
     * An image.
     *
     * @param digest {@code sha256:…} of its manifest
     * @param bytes of its configuration and layers together
     */
    record Image(String digest, List<String> tags, long bytes, String mediaType) {}

    /**
     * The tagged images of a repository, each once.
     *
     * @throws UnreachableRegistryException if the registry does not answer as one should
     */
    List<Image> images(String repository);
}
