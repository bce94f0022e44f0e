package dev.kinescope.localcloud.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

class GatedClientTest {
    private final List<String> passed = new ArrayList<>();
    private final CallGate noting =
            (call, service) -> {
                passed.add(call.service() + ":" + call.operation());
                return service.apply(call.request());
            };

    @Test
    void theTypedCallAndTheOneWithABuilderPassTheGateOnceEach() {
        S3Client client = GatedClient.of(S3Client.class, "s3", new TwoPages(), noting);

        var typed = client.listObjectsV2(ListObjectsV2Request.builder().bucket("b").build());
        var built = client.listObjectsV2(list -> list.bucket("b"));

        assertThat(typed).isEqualTo(built);
        assertThat(passed).containsExactly("s3:ListObjectsV2", "s3:ListObjectsV2");
    }

    @Test
    void everyPageOfAPaginatorPassesTheGate() {
        S3Client client = GatedClient.of(S3Client.class, "s3", new TwoPages(), noting);

        var keys =
                client.listObjectsV2Paginator(list -> list.bucket("b")).contents().stream()
                        .map(S3Object::key)
                        .toList();

        assertThat(keys).containsExactly("one", "two");
        assertThat(passed).containsExactly("s3:ListObjectsV2", "s3:ListObjectsV2");
    }

    @Test
    void contentComesThroughTheTransformer() {
        S3Client client = GatedClient.of(S3Client.class, "s3", new TwoPages(), noting);

        var bytes = client.getObjectAsBytes(get -> get.bucket("b").key("k"));

        assertThat(bytes.asUtf8String()).isEqualTo("content of k");
        assertThat(passed).containsExactly("s3:GetObject");
    }

    @Test
    void theServicesExceptionArrivesAsItIs() {
        S3Client client = GatedClient.of(S3Client.class, "s3", new TwoPages(), CallGate.OPEN);

        assertThatThrownBy(() -> client.getObjectAsBytes(get -> get.bucket("b").key("none")))
                .isExactlyInstanceOf(NoSuchKeyException.class);
    }

    @Test
    void theFirstGateIsOutermostAndMayChangeOrRefuse() {
        CallGate changing =
                (call, service) -> {
                    passed.add("changing");
                    return service.apply(
                            ((ListObjectsV2Request) call.request())
                                    .toBuilder().continuationToken("2").build());
                };
        CallGate refusing =
                (call, service) -> {
                    passed.add("refusing");
                    throw NoSuchBucketException.builder().message("refused").build();
                };
        S3Client changed =
                GatedClient.of(
                        S3Client.class,
                        "s3",
                        new TwoPages(),
                        CallGate.inOrder(List.of(noting, changing)));
        S3Client refused =
                GatedClient.of(
                        S3Client.class,
                        "s3",
                        new TwoPages(),
                        CallGate.inOrder(List.of(refusing, changing)));

        assertThat(changed.listObjectsV2(list -> list.bucket("b")).contents())
                .extracting(S3Object::key)
                .containsExactly("two");
        assertThatThrownBy(() -> refused.listObjectsV2(list -> list.bucket("b")))
                .isInstanceOf(NoSuchBucketException.class);
        assertThat(passed).containsExactly("s3:ListObjectsV2", "changing", "refusing");
    }

    /** A bucket of two keys, one on each page. */
    private static final class TwoPages implements S3Client {
        @Override
        public ListObjectsV2Response listObjectsV2(ListObjectsV2Request request) {
            boolean last = request.continuationToken() != null;
            return ListObjectsV2Response.builder()
                    .contents(S3Object.builder().key(last ? "two" : "one").build())
                    .isTruncated(!last)
                    .nextContinuationToken(last ? null : "2")
                    .build();
        }

        @Override
        public <T> T getObject(
                GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
            if (request.key().equals("none")) {
                throw NoSuchKeyException.builder().message("none").build();
            }
            var response = GetObjectResponse.builder().build();
            var bytes = ("content of " + request.key()).getBytes(StandardCharsets.UTF_8);
            try {
                return transformer.transform(
                        response, AbortableInputStream.create(new ByteArrayInputStream(bytes)));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {
            // Nothing is held open.
        }
    }
}
