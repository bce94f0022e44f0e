package dev.kinescope.localcloud.ecr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.kinescope.localcloud.CloudIdentity;
import dev.kinescope.localcloud.store.DocumentStore;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.AuthorizationData;
import software.amazon.awssdk.services.ecr.model.CreateRepositoryRequest;
import software.amazon.awssdk.services.ecr.model.CreateRepositoryResponse;
import software.amazon.awssdk.services.ecr.model.DeleteRepositoryRequest;
import software.amazon.awssdk.services.ecr.model.DeleteRepositoryResponse;
import software.amazon.awssdk.services.ecr.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ecr.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ecr.model.DescribeRepositoriesRequest;
import software.amazon.awssdk.services.ecr.model.DescribeRepositoriesResponse;
import software.amazon.awssdk.services.ecr.model.GetAuthorizationTokenRequest;
import software.amazon.awssdk.services.ecr.model.GetAuthorizationTokenResponse;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.ListImagesRequest;
import software.amazon.awssdk.services.ecr.model.ListImagesResponse;
import software.amazon.awssdk.services.ecr.model.Repository;
import software.amazon.awssdk.services.ecr.model.TagStatus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * ECR: repositories are kept here, and their images are those of the registry that the settings
 * name; without one they are empty. When an image was pushed a registry does not tell, so neither
 * does this.
 */
public final class LocalEcr implements EcrClient {
    private static final String KIND = "ecr-repository";
    private static final Pattern NAME =
            Pattern.compile(
                    "(?=.{2,256}$)[a-z0-9]+([._-][a-z0-9]+)*(/[a-z0-9]+([._-][a-z0-9]+)*)*");
    private static final int MOST_RESULTS = 1000;
    private static final int USUAL_RESULTS = 100;
    private static final Duration TOKEN_LIFE = Duration.ofHours(12);
    private static final int PASSWORD_BYTES = 48;

    private final CloudIdentity identity;
    private final DocumentStore documents;
    private final Clock clock;
    private final Optional<URI> address;
    private final ImageRegistry registry;
    private final SecureRandom random = new SecureRandom();
    private final ObjectMapper json = new ObjectMapper();

    /** A repository as it is kept; {@code created} in epoch milliseconds. */
    private record Kept(String name, long created) {}

    /** Part of a list, and where the next part begins. */
    private record Page<T>(List<T> items, @Nullable String next) {
        static <T> Page<T> of(List<T> all, @Nullable String token, @Nullable Integer most) {
            int limit = Objects.requireNonNullElse(most, USUAL_RESULTS);
            if (limit < 1 || limit > MOST_RESULTS) {
                throw Faults.invalid(
                        "Invalid parameter at 'maxResults' failed to satisfy constraint: 'Member"
                                + " must have value between 1 and 1000'");
            }
            int from = 0;
            if (token != null) {
                if (!token.matches("\\d{1,9}")) {
                    throw Faults.invalid("Invalid parameter at 'nextToken'");
                }
                from = Math.min(Integer.parseInt(token), all.size());
            }
            int to = Math.min(from + limit, all.size());
            return new Page<>(all.subList(from, to), to < all.size() ? Integer.toString(to) : null);
        }
    }

    /**
     * @param address of the registry that holds the images, such as {@code http://localhost:5000}
     */
    public LocalEcr(
            CloudIdentity identity, DocumentStore documents, Clock clock, Optional<URI> address) {
        this.identity = identity;
        this.documents = documents;
        this.clock = clock;
        this.address = address;
        this.registry = address.<ImageRegistry>map(OciRegistry::new).orElse(ImageRegistry.NONE);
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // Nothing is held open: the store belongs to whoever made it.
    }

    @Override
    public synchronized CreateRepositoryResponse createRepository(CreateRepositoryRequest request) {
        String name = Objects.requireNonNullElse(request.repositoryName(), "");
        if (!NAME.matcher(name).matches()) {
            throw Faults.invalid(
                    "Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must"
                            + " satisfy regular expression '"
                            + NAME.pattern()
                            + "''");
        }
        if (find(name).isPresent()) {
            throw Faults.exists(name, identity.accountId());
        }
        var kept = new Kept(name, clock.millis());
        try {
            documents.put(KIND, name, json.writeValueAsBytes(kept));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Repository " + name + " cannot be written.", e);
        }
        return CreateRepositoryResponse.builder().repository(model(kept)).build();
    }

    @Override
    public DescribeRepositoriesResponse describeRepositories(DescribeRepositoriesRequest request) {
        List<Kept> wanted =
                request.repositoryNames().isEmpty()
                        ? documents.names(KIND).stream().flatMap(n -> find(n).stream()).toList()
                        : request.repositoryNames().stream().map(this::repository).toList();
        var page = Page.of(wanted, request.nextToken(), request.maxResults());
        return DescribeRepositoriesResponse.builder()
                .repositories(page.items().stream().map(this::model).toList())
                .nextToken(page.next())
                .build();
    }

    /** Removes a repository from the list; what the registry holds stays there. */
    @Override
    public synchronized DeleteRepositoryResponse deleteRepository(DeleteRepositoryRequest request) {
        Kept kept = repository(request.repositoryName());
        if (!Boolean.TRUE.equals(request.force()) && !images(kept).isEmpty()) {
            throw Faults.notEmpty(kept.name(), identity.accountId());
        }
        documents.delete(KIND, kept.name());
        return DeleteRepositoryResponse.builder().repository(model(kept)).build();
    }

    @Override
    public ListImagesResponse listImages(ListImagesRequest request) {
        Kept kept = repository(request.repositoryName());
        boolean tagged =
                request.filter() == null || request.filter().tagStatus() != TagStatus.UNTAGGED;
        List<ImageIdentifier> ids =
                images(kept).stream()
                        .filter(_ -> tagged)
                        .flatMap(image ->
                                image.tags().stream()
                                        .map(tag ->
                                                ImageIdentifier.builder()
                                                        .imageDigest(image.digest())
                                                        .imageTag(tag)
                                                        .build()))
                        .toList();
        var page = Page.of(ids, request.nextToken(), request.maxResults());
        return ListImagesResponse.builder().imageIds(page.items()).nextToken(page.next()).build();
    }

    @Override
    public DescribeImagesResponse describeImages(DescribeImagesRequest request) {
        Kept kept = repository(request.repositoryName());
        List<ImageRegistry.Image> all = images(kept);
        List<ImageRegistry.Image> wanted =
                request.imageIds().isEmpty()
                        ? all
                        : request.imageIds().stream().map(id -> image(id, all, kept)).toList();
        if (request.filter() != null && request.filter().tagStatus() == TagStatus.UNTAGGED) {
            // The registry lists images by their tags.
            wanted = List.of();
        }
        var page = Page.of(wanted, request.nextToken(), request.maxResults());
        return DescribeImagesResponse.builder()
                .imageDetails(page.items().stream().map(image -> detail(kept, image)).toList())
                .nextToken(page.next())
                .build();
    }

    /** A token for {@code docker login}; a registry on this machine asks for none. */
    @Override
    public GetAuthorizationTokenResponse getAuthorizationToken(
            GetAuthorizationTokenRequest request) {
        var password = new byte[PASSWORD_BYTES];
        random.nextBytes(password);
        String login = "AWS:" + Base64.getEncoder().encodeToString(password);
        return GetAuthorizationTokenResponse.builder()
                .authorizationData(
                        AuthorizationData.builder()
                                .authorizationToken(
                                        Base64.getEncoder()
                                                .encodeToString(
                                                        login.getBytes(StandardCharsets.UTF_8)))
                                .expiresAt(clock.instant().plus(TOKEN_LIFE))
                                .proxyEndpoint(
                                        address.map(URI::toString)
                                                .orElseGet(() -> "https://" + host()))
                                .build())
                .build();
    }

    private ImageDetail detail(Kept kept, ImageRegistry.Image image) {
        return ImageDetail.builder()
                .registryId(identity.accountId())
                .repositoryName(kept.name())
                .imageDigest(image.digest())
                .imageTags(image.tags())
                .imageSizeInBytes(image.bytes())
                .imageManifestMediaType(image.mediaType())
                .build();
    }

    private ImageRegistry.Image image(
            ImageIdentifier id, List<ImageRegistry.Image> all, Kept kept) {
        return all.stream()
                .filter(one ->
                        (id.imageDigest() == null || one.digest().equals(id.imageDigest()))
                                && (id.imageTag() == null || one.tags().contains(id.imageTag())))
                .findFirst()
                .orElseThrow(() ->
                        Faults.noImage(
                                "imageDigest:'"
                                        + id.imageDigest()
                                        + "', imageTag:'"
                                        + id.imageTag()
                                        + "'",
                                kept.name(),
                                identity.accountId()));
    }

    private List<ImageRegistry.Image> images(Kept kept) {
        try {
            return registry.images(kept.name());
        } catch (UnreachableRegistryException e) {
            throw Faults.unreachable(e);
        }
    }

    private Repository model(Kept kept) {
        return Repository.builder()
                .registryId(identity.accountId())
                .repositoryName(kept.name())
                .repositoryArn(identity.arn("ecr", "repository/" + kept.name()))
                .repositoryUri(host() + "/" + kept.name())
                .createdAt(Instant.ofEpochMilli(kept.created()))
                .imageTagMutability(ImageTagMutability.MUTABLE)
                .build();
    }

    /** Where images are pushed to: the registry on this machine, if there is one. */
    private String host() {
        return address.map(URI::getAuthority)
                .orElseGet(() ->
                        identity.accountId() + ".dkr.ecr." + identity.region() + ".amazonaws.com");
    }

    private Kept repository(@Nullable String name) {
        return find(name == null ? "" : name)
                .orElseThrow(() -> Faults.noRepository(name + "", identity.accountId()));
    }

    private Optional<Kept> find(String name) {
        return documents
                .get(KIND, name)
                .map(kept -> {
                    try {
                        return json.readValue(kept, Kept.class);
                    } catch (IOException e) {
                        throw new UncheckedIOException(
                                "The kept repository " + name + " cannot be read.", e);
                    }
                });
    }
}
