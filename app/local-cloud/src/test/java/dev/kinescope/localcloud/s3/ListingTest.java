package dev.kinescope.localcloud.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.kinescope.localcloud.CloudIdentity;
import dev.kinescope.localcloud.store.MemoryBlobStore;
import dev.kinescope.localcloud.store.MemoryDocumentStore;
import dev.kinescope.localcloud.time.ManualTime;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

class ListingTest {
    private static final int OBJECTS = 100_000;

    /** Far above what it takes (well under a second), far below what a scan for each page would. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ManualTime time = new ManualTime(Instant.parse("2026-11-20T12:00:00Z"));
    private final LocalS3 s3 =
            new LocalS3(
                    CloudIdentity.DEFAULT,
                    new MemoryBlobStore(time),
                    new MemoryDocumentStore(),
                    time,
                    UUID::randomUUID);

    @Test
    void aHundredThousandObjectsAreListedPageByPage() {
        s3.createBucket(r -> r.bucket("results"));
        RequestBody nothing = RequestBody.empty();
        for (int i = 0; i < OBJECTS; i++) {
            String key = key(i);
            s3.putObject(r -> r.bucket("results").key(key), nothing);
        }

        assertTimeout(
                PATIENCE,
                () -> {
                    var keys = new ArrayList<String>();
                    for (var page : s3.listObjectsV2Paginator(r -> r.bucket("results"))) {
                        assertThat(page.keyCount()).isEqualTo(1000);
                        page.contents().forEach(object -> keys.add(object.key()));
                    }
                    assertThat(keys)
                            .isEqualTo(
                                    IntStream.range(0, OBJECTS)
                                            .mapToObj(ListingTest::key)
                                            .toList());
                });
        assertTimeout(
                PATIENCE,
                () ->
                        assertThat(
                                        s3
                                                .listObjectsV2Paginator(
                                                        r -> r.bucket("results").delimiter("/"))
                                                .commonPrefixes()
                                                .stream()
                                                .map(common -> common.prefix())
                                                .toList())
                                .isEqualTo(
                                        IntStream.range(0, OBJECTS / 50)
                                                .mapToObj(n -> "%04d/".formatted(n))
                                                .toList()));
    }

    private void put(String... keys) {
        s3.createBucket(r -> r.bucket("results"));
        for (String key : keys) {
            s3.putObject(r -> r.bucket("results").key(key), RequestBody.empty());
        }
    }

    @Test
    void aFirstVersionMarkerThatIsThePrefixItselfHidesNothing() {
        put("photos/", "photos/a", "photos/b/c");

        var page =
                s3.listObjects(r ->
                        r.bucket("results").prefix("photos/").delimiter("/").marker("photos/"));

        assertThat(page.contents()).extracting(S3Object::key).containsExactly("photos/a");
        assertThat(page.commonPrefixes())
                .extracting(CommonPrefix::prefix)
                .containsExactly("photos/b/");
    }

    @Test
    void keysWithTheLastOfAllCharactersEndTheListingToo() {
        String last = Character.toString(Character.MAX_CODE_POINT);
        put("a/" + last + "b", "a/" + last + "c", "a/" + last + last, "b");

        assertTimeout(
                PATIENCE,
                () -> {
                    assertThat(
                                    s3.listObjectsV2Paginator(r ->
                                                    r.bucket("results").delimiter("/").maxKeys(1))
                                            .commonPrefixes())
                            .extracting(CommonPrefix::prefix)
                            .containsExactly("a/");
                    var first = s3.listObjects(r -> r.bucket("results").delimiter("/").maxKeys(1));
                    var second =
                            s3.listObjects(r ->
                                    r.bucket("results").delimiter("/").marker(first.nextMarker()));
                    assertThat(second.commonPrefixes()).isEmpty();
                    assertThat(second.contents()).extracting(S3Object::key).containsExactly("b");
                });
    }

    @Test
    void whatIsNoTokenOrEncodingIsRefused() {
        put("a");
        for (String token : List.of("", "a", "%", "YQ==")) {
            assertThatThrownBy(() ->
                            s3.listObjectsV2(r -> r.bucket("results").continuationToken(token)))
                    .isInstanceOf(S3Exception.class)
                    .hasMessageContaining("The continuation token provided is incorrect");
        }
        assertThatThrownBy(() -> s3.listObjectsV2(r -> r.bucket("results").encodingType("x")))
                .isInstanceOf(S3Exception.class)
                .hasMessageContaining("Invalid Encoding Method specified in Request");
    }

    @Test
    void theOwnerIsToldByTheFirstVersionAndOnDemand() {
        put("a");

        assertThat(s3.listObjects(r -> r.bucket("results")).contents().getFirst().owner().id())
                .isEqualTo(CloudIdentity.DEFAULT.accountId());
        assertThat(s3.listObjectsV2(r -> r.bucket("results")).contents().getFirst().owner())
                .isNull();
        assertThat(
                        s3.listObjectsV2(r -> r.bucket("results").fetchOwner(true))
                                .contents()
                                .getFirst()
                                .owner()
                                .id())
                .isEqualTo(CloudIdentity.DEFAULT.accountId());
    }

    private static String key(int i) {
        return "%04d/%02d".formatted(i / 50, i % 50);
    }
}
