package dev.kinescope.localcloud.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kinescope.localcloud.LocalCloud;
import dev.kinescope.localcloud.LocalCloudSettings;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The answer to HEAD ends with its headers, whoever gives it. */
class HeadTest {
    private static final Pattern HEADS =
            Pattern.compile("HTTP/1\\.1 (\\d+) [^\\r]*\\r\\n(?:[^\\r]+\\r\\n)*\\r\\n");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Amz-Target: Kinesis_20131202.ListStreams\r\n",
                "X-Amz-Target: Nobody.Knows\r\n",
                "Authorization: AWS4-HMAC-SHA256"
                    + " Credential=a/20260101/us-east-1/lambda/aws4_request, SignedHeaders=host,"
                    + " Signature=b\r\n",
                "Host: example.com\r\n",
            })
    void whatFollowsHeadIsTheNextAnswer(String header) throws IOException {
        try (LocalCloud cloud = LocalCloud.start(LocalCloudSettings.inMemory());
                Socket socket = connect(cloud.endpoint())) {
            String host =
                    header.startsWith("Host:")
                            ? ""
                            : "Host: " + cloud.endpoint().getAuthority() + "\r\n";
            String request = " / HTTP/1.1\r\n" + host + header;
            String asked = "HEAD" + request + "\r\n";
            socket.getOutputStream().write((asked + asked).getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();

            String answers =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

            var heads = HEADS.matcher(answers);
            assertThat(heads.lookingAt()).as(answers).isTrue();
            int next = heads.end();
            assertThat(heads.find(next)).as(answers).isTrue();
            assertThat(heads.start()).isEqualTo(next);
            assertThat(heads.end()).isEqualTo(answers.length());
        }
    }

    private static Socket connect(URI endpoint) throws IOException {
        var socket = new Socket(endpoint.getHost(), endpoint.getPort());
        socket.setSoTimeout(30_000);
        return socket;
    }
}
