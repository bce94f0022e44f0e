package dev.kinescope.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kinescope.localcloud.auth.RawRequest;
import dev.kinescope.localcloud.faults.Fault;
import dev.kinescope.localcloud.faults.FaultsClient;
import dev.kinescope.localcloud.faults.Setting;
import dev.kinescope.localcloud.faults.When;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** The dial of a running local cloud, turned from another process. */
class FaultControlTest {
    private static final Fault FAULT =
            new Fault.RejectRecords("posts", "InternalFailure", When.random(0.5, 7));
    private static final byte[] ASKED =
            "{\"fault\":\"skew-clock\",\"seconds\":5}".getBytes(StandardCharsets.UTF_8);

    private LocalCloud cloud;
    private FaultsClient client;

    @BeforeEach
    void start() {
        cloud = LocalCloud.start(LocalCloudSettings.inMemory());
        client = client(cloud.credentials().secretAccessKey());
    }

    @AfterEach
    void stop() {
        client.close();
        cloud.close();
    }

    private FaultsClient client(String secret) {
        return new FaultsClient(
                cloud.endpoint(), cloud.credentials().accessKeyId(), secret, Clock.systemUTC());
    }

    @Test
    void faultsAreSetListedAndCleared() throws IOException, InterruptedException {
        String first = client.set(FAULT);
        String second = client.set(new Fault.SkewClock(Duration.ofSeconds(30)));

        assertThat(client.list())
                .containsExactly(
                        new Setting(first, FAULT, 0, 0),
                        new Setting(second, new Fault.SkewClock(Duration.ofSeconds(30)), 0, 0))
                .isEqualTo(cloud.faults().settings());
        client.clear(first);
        assertThat(client.list()).extracting(Setting::id).containsExactly(second);
        client.set(FAULT);
        client.clear();
        assertThat(cloud.faults().settings()).isEmpty();
        assertThatThrownBy(() -> client.clear("fault-9"))
                .isInstanceOf(FaultsClient.RefusedException.class)
                .hasMessage("No fault fault-9 is set.");
    }

    @Test
    void aWrongClockCanBeSetRightAgain() throws IOException, InterruptedException {
        for (Duration by : List.of(Duration.ofHours(3), Duration.ofHours(-3))) {
            client.set(new Fault.SkewClock(by));
            client.clear();
            assertThat(cloud.faults().settings()).isEmpty();
        }
    }

    @Test
    void aClockThatIsVeryWrongCanBeSetRightAgain() throws IOException, InterruptedException {
        for (int i = 0; i < 1000; i++) {
            cloud.faults().set(new Fault.SkewClock(Duration.ofDays(3653)));
        }
        client.clear();
        assertThat(cloud.faults().settings()).isEmpty();
    }

    @Test
    void aWrongKeyIsRefused() {
        try (FaultsClient stranger = client("wrong")) {
            assertThatThrownBy(() -> stranger.set(FAULT))
                    .isInstanceOf(FaultsClient.RefusedException.class)
                    .hasMessageContaining("signature we calculated does not match");
        }
        assertThat(cloud.faults().settings()).isEmpty();
    }

    @Test
    void aRoleMayNotTurnTheDialNorASignatureForAnotherService()
            throws IOException, InterruptedException {
        AwsCredentials root =
                AwsBasicCredentials.create(
                        cloud.credentials().accessKeyId(), cloud.credentials().secretAccessKey());
        HttpResponse<byte[]> forS3 =
                new RawRequest(cloud, root, "s3").path(FaultsClient.PATH).post(ASKED);
        HttpResponse<byte[]> byRole =
                new RawRequest(cloud, session(), "kinescope").path(FaultsClient.PATH).post(ASKED);

        assertThat(List.of(forS3.statusCode(), byRole.statusCode())).containsExactly(403, 403);
        assertThat(cloud.faults().settings()).isEmpty();
        assertThat(
                        new RawRequest(cloud, root, "kinescope")
                                .path(FaultsClient.PATH)
                                .post(ASKED)
                                .statusCode())
                .isEqualTo(200);
    }

    private AwsCredentials session() {
        try (IamClient iam = Clients.of(cloud, IamClient.builder());
                StsClient sts = Clients.of(cloud, StsClient.builder())) {
            String role =
                    iam.createRole(r ->
                                    r.roleName("function")
                                            .assumeRolePolicyDocument(
                                                    """
                                                    {"Version":"2012-10-17","Statement":[{"Effect":
                                                    "Allow","Principal":{"AWS":"000000000000"},
                                                    "Action":"sts:AssumeRole"}]}
                                                    """))
                            .role()
                            .arn();
            var keys =
                    sts.assumeRole(assume -> assume.roleArn(role).roleSessionName("session"))
                            .credentials();
            return AwsSessionCredentials.create(
                    keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken());
        }
    }

    @Test
    void whatCannotBeReadIsRefusedWithItsReason() throws IOException, InterruptedException {
        AwsCredentials root =
                AwsBasicCredentials.create(
                        cloud.credentials().accessKeyId(), cloud.credentials().secretAccessKey());

        HttpResponse<byte[]> answer =
                new RawRequest(cloud, root, "kinescope")
                        .path(FaultsClient.PATH)
                        .post("{\"fault\":\"flood\"}".getBytes(StandardCharsets.UTF_8));
        HttpResponse<byte[]> elsewhere =
                new RawRequest(cloud, root, "kinescope").path("/_kinescope/x").post(ASKED);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .startsWith("{\"__type\":\"InvalidFault\",\"message\":\"There is no fault 'flood'");
        assertThat(elsewhere.statusCode()).isEqualTo(404);
    }
}
