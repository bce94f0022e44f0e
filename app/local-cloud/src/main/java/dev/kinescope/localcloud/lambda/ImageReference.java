package dev.kinescope.localcloud.lambda;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an image lies: in a registry on this machine, by tag or digest.
 *
 * @param given the URI as the caller wrote it
 * @param registry {@code host:port}, a loopback host
 * @param reference a tag, or a digest {@code sha256:…}
 */
record ImageReference(String given, String registry, String repository, String reference) {
    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");
    private static final Pattern FORM =
            Pattern.compile(
                    "(?<host>\\[::1]|[a-zA-Z0-9.-]+)(?<port>:\\d{1,5})?"
                            + "/(?<repository>[a-z0-9]+(?:[._/-]+[a-z0-9]+)*)"
                            + "(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?"
                            + "(?<digest>@sha256:[0-9a-f]{64})?");
    private static final Pattern ECR =
            Pattern.compile("\\d{12}\\.dkr\\.ecr\\.[a-z0-9-]+\\.amazonaws\\.com");

    /**
     * Reads an ImageUri.
     *
     * @param standsForEcr the registry on this machine that ECR's repositories are taken from
     * @throws software.amazon.awssdk.services.lambda.model.InvalidParameterValueException when it
     *     is no image URI or not on this machine
     */
    static ImageReference of(String uri, Optional<String> standsForEcr) {
        Matcher form = FORM.matcher(uri);
        if (!form.matches()) {
            throw LambdaErrors.invalid(
                    "Source image %s is not valid. Provide a valid source image, such as localhost:5000/repository:tag."
                            .formatted(uri));
        }
        String tag = form.group("tag") == null ? "latest" : form.group("tag");
        String digest = form.group("digest");
        return new ImageReference(
                uri,
                registry(uri, form, standsForEcr),
                form.group("repository"),
                digest == null ? tag : digest.substring(1));
    }

    private static String registry(String uri, Matcher form, Optional<String> standsForEcr) {
        String host = form.group("host");
        if (ECR.matcher(host).matches()) {
            return standsForEcr.orElseThrow(() ->
                    LambdaErrors.invalid(
                            ("Source image %s lies in ECR, and no registry on this machine stands"
                                 + " for it. Push the image to a registry on this machine and name"
                                 + " it as localhost:PORT/REPOSITORY:TAG, or start the local cloud"
                                 + " with that registry for ECR.")
                                    .formatted(uri)));
        }
        if (!LOOPBACK.contains(host)) {
            throw LambdaErrors.invalid(
                    "Source image %s is not on this machine: the local cloud pulls from localhost and 127.0.0.1 only."
                            .formatted(uri));
        }
        return form.group("port") == null ? host : host + form.group("port");
    }

    /** The same image by its digest, as Lambda's ResolvedImageUri. */
    String resolved(String digest) {
        int repositoryEnd = given.indexOf('/') + 1 + repository.length();
        return given.substring(0, repositoryEnd) + "@" + digest;
    }
}
