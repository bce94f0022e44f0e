package dev.kinescope.localcloud.ecr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lists images over the API of the OCI Distribution Specification. */
final class OciRegistry implements ImageRegistry {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String MANIFESTS =
            "application/vnd.oci.image.manifest.v1+json,"
                    + "application/vnd.docker.distribution.manifest.v2+json,"
                    + "application/vnd.oci.image.index.v1+json,"
                    + "application/vnd.docker.distribution.manifest.list.v2+json";

    private final URI registry;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final ObjectMapper json = new ObjectMapper();

    OciRegistry(URI registry) {
        this.registry = registry;
    }

    @Override
    public List<Image> images(String repository) {
        HttpResponse<byte[]> listing = get("/v2/" + repository + "/tags/list", "application/json");
        if (listing.statusCode() == 404) {
            return List.of();
        }
        Map<String, Image> byDigest = new LinkedHashMap<>();
        for (JsonNode tag : read(listing).path("tags")) {
            HttpResponse<byte[]> answer =
                    get("/v2/" + repository + "/manifests/" + tag.asText(), MANIFESTS);
            if (answer.statusCode() != 404) {
                Image image = image(answer, tag.asText());
                byDigest.merge(image.digest(), image, OciRegistry::both);
            }
        }
        return List.copyOf(byDigest.values());
    }

    private Image image(HttpResponse<byte[]> answer, String tag) {
        JsonNode manifest = read(answer);
        long bytes = manifest.path("config").path("size").asLong();
        for (JsonNode layer : manifest.path("layers")) {
            bytes += layer.path("size").asLong();
        }
        String digest =
                answer.headers()
                        .firstValue("docker-content-digest")
                        .orElseThrow(() ->
                                new UnreachableRegistryException(
                                        "The registry "
                                                + registry
                                                + " does not tell the digest of "
                                                + tag
                                                + "."));
        return new Image(digest, List.of(tag), bytes, manifest.path("mediaType").asText(""));
    }

    private static Image both(Image one, Image other) {
        var tags = new ArrayList<>(one.tags());
        tags.addAll(other.tags());
        return new Image(one.digest(), List.copyOf(tags), one.bytes(), one.mediaType());
    }

    private JsonNode read(HttpResponse<byte[]> answer) {
        if (answer.statusCode() != 200) {
            throw new UnreachableRegistryException(
                    "The registry " + registry + " answered with status " + answer.statusCode());
        }
        try {
            return json.readTree(answer.body());
        } catch (IOException e) {
            throw new UnreachableRegistryException(
                    "The registry " + registry + " did not answer with JSON.", e);
        }
    }

    private HttpResponse<byte[]> get(String path, String accept) {
        var request =
                HttpRequest.newBuilder(registry.resolve(path))
                        .timeout(PATIENCE)
                        .header("Accept", accept)
                        .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UnreachableRegistryException(
                    "The registry " + registry + " cannot be reached; is it running?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnreachableRegistryException("Asking " + registry + " was interrupted.", e);
        }
    }
}
