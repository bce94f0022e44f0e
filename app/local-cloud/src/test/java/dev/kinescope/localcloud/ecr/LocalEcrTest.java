package dev.kinescope.localcloud.ecr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.net.httpserver.HttpServer;

import dev.kinescope.localcloud.CloudIdentity;
import dev.kinescope.localcloud.store.MemoryDocumentStore;
import dev.kinescope.localcloud.time.ManualTime;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;
import software.amazon.awssdk.services.ecr.model.InvalidParameterException;
import software.amazon.awssdk.services.ecr.model.Repository;
import software.amazon.awssdk.services.ecr.model.RepositoryAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.RepositoryNotEmptyException;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;
import software.amazon.awssdk.services.ecr.model.ServerException;
import software.amazon.awssdk.services.ecr.model.TagStatus;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class LocalEcrTest {
    private static final String ONE = "sha256:" + "1".repeat(64);
    private static final String TWO = "sha256:" + "2".repeat(64);

    /** What a registry answers, by path. */
    private static final Map<String, String> ANSWERS =
            Map.of(
                    "/v2/team/transform/tags/list",
                    "{\"name\":\"team/transform\",\"tags\":[\"latest\",\"v1\",\"v2\"]}",
                    "/v2/team/transform/manifests/v1",
                    manifest(100, 2000),
                    "/v2/team/transform/manifests/v2",
                    manifest(200, 4000),
                    "/v2/team/transform/manifests/latest",
                    manifest(200, 4000));

    private final ManualTime time = new ManualTime(Instant.parse("2026-11-20T12:00:00Z"));
    private HttpServer registry;
    private LocalEcr ecr;

    @BeforeEach
    void start() throws IOException {
        registry =
                HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        registry.createContext(
                "/",
                exchange -> {
                    String path = exchange.getRequestURI().getPath();
                    byte[] body = ANSWERS.getOrDefault(path, "{}").getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders()
                            .add("Docker-Content-Digest", path.endsWith("/v1") ? ONE : TWO);
                    exchange.sendResponseHeaders(
                            ANSWERS.containsKey(path) ? 200 : 404, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        registry.start();
        ecr = with(Optional.of(address()));
    }

    @AfterEach
    void stop() {
        registry.stop(0);
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + registry.getAddress().getPort());
    }

    private LocalEcr with(Optional<URI> address) {
        return new LocalEcr(CloudIdentity.DEFAULT, new MemoryDocumentStore(), time, address);
    }

    private static String manifest(int config, int layer) {
        return """
        {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
         "config":{"size":%d},"layers":[{"size":%d},{"size":1}]}\
        """
                .formatted(config, layer);
    }

    @Test
    void theImagesOfARepositoryAreThoseOfTheRegistry() {
        Repository repository =
                ecr.createRepository(r -> r.repositoryName("team/transform")).repository();

        assertThat(repository.repositoryUri())
                .isEqualTo(address().getAuthority() + "/team/transform");
        assertThat(repository.repositoryArn())
                .isEqualTo("arn:aws:ecr:us-east-1:000000000000:repository/team/transform");
        assertThat(ecr.listImages(r -> r.repositoryName("team/transform")).imageIds())
                .extracting(id -> id.imageTag() + " " + id.imageDigest())
                .containsExactly("latest " + TWO, "v2 " + TWO, "v1 " + ONE);
        assertThat(ecr.describeImages(r -> r.repositoryName("team/transform")).imageDetails())
                .extracting(
                        ImageDetail::imageDigest,
                        ImageDetail::imageTags,
                        ImageDetail::imageSizeInBytes,
                        ImageDetail::imagePushedAt)
                .containsExactly(
                        tuple(TWO, List.of("latest", "v2"), 4201L, null),
                        tuple(ONE, List.of("v1"), 2101L, null));
        ImageIdentifier byTag = ImageIdentifier.builder().imageTag("v1").build();
        assertThat(
                        ecr.describeImages(r -> r.repositoryName("team/transform").imageIds(byTag))
                                .imageDetails())
                .extracting(ImageDetail::imageDigest)
                .containsExactly(ONE);
        ImageIdentifier none = ImageIdentifier.builder().imageTag("v9").build();
        assertThatThrownBy(() ->
                        ecr.describeImages(r -> r.repositoryName("team/transform").imageIds(none)))
                .isInstanceOf(ImageNotFoundException.class);
        assertThatThrownBy(() -> ecr.deleteRepository(r -> r.repositoryName("team/transform")))
                .isInstanceOf(RepositoryNotEmptyException.class);
        ecr.deleteRepository(r -> r.repositoryName("team/transform").force(true));
        assertThat(ecr.describeRepositories().repositories()).isEmpty();
    }

    @Test
    void imagesAreDescribedByWhetherTheyAreTagged() {
        ecr.createRepository(r -> r.repositoryName("team/transform"));

        assertThat(
                        ecr.describeImages(r ->
                                        r.repositoryName("team/transform")
                                                .filter(f -> f.tagStatus(TagStatus.UNTAGGED)))
                                .imageDetails())
                .isEmpty();
        assertThat(
                        ecr.describeImages(r ->
                                        r.repositoryName("team/transform")
                                                .filter(f -> f.tagStatus(TagStatus.TAGGED)))
                                .imageDetails())
                .hasSize(2);
    }

    @Test
    void withoutARegistryRepositoriesAreEmpty() {
        LocalEcr alone = with(Optional.empty());
        alone.createRepository(r -> r.repositoryName("transform"));

        assertThat(alone.listImages(r -> r.repositoryName("transform")).imageIds()).isEmpty();
        assertThat(alone.describeRepositories(r -> r.repositoryNames("transform")).repositories())
                .extracting(Repository::repositoryUri)
                .containsExactly("000000000000.dkr.ecr.us-east-1.amazonaws.com/transform");
        alone.deleteRepository(r -> r.repositoryName("transform"));
        assertThatThrownBy(() -> alone.listImages(r -> r.repositoryName("transform")))
                .isInstanceOf(RepositoryNotFoundException.class)
                .hasMessageStartingWith(
                        "The repository with name 'transform' does not exist in the registry with"
                                + " id '000000000000'");
    }

    @Test
    void aRepositoryIsCreatedOnceAndWithAName() {
        ecr.createRepository(r -> r.repositoryName("a1"));
        assertThatThrownBy(() -> ecr.createRepository(r -> r.repositoryName("a1")))
                .isInstanceOf(RepositoryAlreadyExistsException.class);
        assertThatThrownBy(() -> ecr.createRepository(r -> r.repositoryName("Upper/../x")))
                .isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void aRegistryThatIsNotRunningIsAnErrorThatNamesIt() {
        ecr.createRepository(r -> r.repositoryName("a1"));
        registry.stop(0);

        assertThatThrownBy(() -> ecr.listImages(r -> r.repositoryName("a1")))
                .isInstanceOf(ServerException.class)
                .hasMessageStartingWith("The registry " + address() + " cannot be reached");
    }

    @Test
    void theTokenIsForDockersLogin() {
        var data = ecr.getAuthorizationToken().authorizationData().getFirst();

        assertThat(
                        new String(
                                Base64.getDecoder().decode(data.authorizationToken()),
                                StandardCharsets.UTF_8))
                .startsWith("AWS:");
        assertThat(data.expiresAt()).isEqualTo(time.instant().plus(Duration.ofHours(12)));
        assertThat(data.proxyEndpoint()).isEqualTo(address().toString());
    }
}
