package dev.kinescope.pipeline.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

class AwsProblemTest {
    static Stream<Arguments> codes() {
        return Stream.of(
                Arguments.of("AccessDeniedException", "may not do that"),
                Arguments.of("ExpiredTokenException", "sign in again"),
                Arguments.of("ExpiredToken", "sign in again"),
                Arguments.of("ResourceNotFoundException", "does not exist"),
                Arguments.of("LimitExceededException", "limit of the account"),
                Arguments.of("ThrottlingException", "Too many requests"),
                Arguments.of("ProvisionedThroughputExceededException", "shard is at its limit"),
                Arguments.of("InvalidSignatureException", "secret key is wrong"),
                Arguments.of("SignatureDoesNotMatch", "secret key is wrong"),
                Arguments.of("ResourceInUseException", "wait until it is ready"),
                Arguments.of("ValidationException", "correct the field"),
                Arguments.of("SomethingNew", "Try again"));
    }

    @ParameterizedTest
    @MethodSource("codes")
    void eachCommonCodeSaysWhatToDoNext(String code, String next) {
        var failure =
                KinesisException.builder()
                        .awsErrorDetails(
                                AwsErrorDetails.builder()
                                        .errorCode(code)
                                        .errorMessage("Because.")
                                        .build())
                        .statusCode(400)
                        .requestId("r-1")
                        .build();

        AwsProblem problem = AwsProblem.of("Create the stream", "social-posts", failure);

        assertThat(problem.headline()).isEqualTo("Create the stream social-posts: Because.");
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.next()).contains(next);
        assertThat(problem.details()).contains("r-1");
    }

    @Test
    void nobodyAtTheAddressIsSaidPlainlyAndTheCallIsLogged() throws IOException {
        int free;
        try (var socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        List<AwsCall> calls = new ArrayList<>();
        var nowhere =
                new Connection.Endpoint(
                        URI.create("http://127.0.0.1:" + free), "us-east-1", "id", "secret");
        try (AwsSession session = AwsSession.open(nowhere, calls::add, Clock.systemUTC())) {
            SdkException failure =
                    org.assertj.core.api.Assertions.catchThrowableOfType(
                            SdkException.class,
                            () ->
                                    session.kinesis()
                                            .describeStreamSummary(
                                                    describe -> describe.streamName("posts")));

            AwsProblem problem = AwsProblem.of("Look at the stream", "posts", failure);

            assertThat(problem.reason()).startsWith("Nothing answers at that address");
            assertThat(problem.next()).contains("Start the local cloud");
            assertThat(problem.details()).doesNotContain("secret");
        }
        assertThat(calls).hasSize(1);
        AwsCall call = calls.getFirst();
        assertThat(List.of(call.service(), call.operation(), call.resource()))
                .containsExactly("Kinesis", "DescribeStreamSummary", "posts");
        assertThat(call.attempts()).isGreaterThan(1);
        assertThat(call.outcome()).isInstanceOf(AwsCall.Failed.class);
    }

    @Test
    void cancellingIsNotAnError() {
        assertThat(AwsProblem.isCancellation(AbortedException.create("stopped"))).isTrue();
        assertThat(AwsProblem.isCancellation(new RuntimeException(new InterruptedException())))
                .isTrue();
        assertThat(AwsProblem.isCancellation(new IOException("disk full"))).isFalse();
    }

    @Test
    void aConnectionNeverPrintsItsSecret() {
        var local =
                new Connection.Local(
                        URI.create("http://127.0.0.1:4566"), "us-east-1", "key-id", "top-secret");

        assertThat(local.toString()).isEqualTo("Local cloud 127.0.0.1:4566 · us-east-1");
        assertThat(local.isLocal()).isTrue();
    }
}
