package dev.kinescope.desktop.cli;

import dev.kinescope.localcloud.LocalCredentials;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.TreeMap;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The smallest client that a local cloud answers: what {@link Rehearsal} calls with must not load
 * the SDK's clients, since every class that is loaded there costs each later start. Signs as AWS's
 * documentation, "Create a signed AWS API request", says.
 */
final class SignedCalls implements AutoCloseable {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final String ALGORITHM = "HmacSHA256";
    private static final String OK = "HTTP/1.1 200";

    private final URI endpoint;
    private final String region;
    private final LocalCredentials credentials;
    private final Clock clock;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    SignedCalls(URI endpoint, String region, LocalCredentials credentials, Clock clock)
            throws IOException {
        this.socket = new Socket(endpoint.getHost(), endpoint.getPort());
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = new BufferedOutputStream(socket.getOutputStream());
        this.endpoint = endpoint;
        this.region = region;
        this.credentials = credentials;
        this.clock = clock;
    }

    /**
     * A request of one of the services.
     *
     * @param headers lines as they are sent, of which those of AWS's own are signed
     * @param body one character for each byte
     */
    record Call(String service, String method, String path, String headers, String body) {}

    /** Sends it and returns the answer's body. */
    String send(Call call) throws IOException, GeneralSecurityException {
        String time = TIME.format(clock.instant());
        String scope = time.substring(0, 8) + "/" + region + "/" + call.service() + "/aws4_request";
        byte[] body = call.body().getBytes(StandardCharsets.ISO_8859_1);
        String hash = sha256(body);
        var signed = new TreeMap<String, String>();
        signed.put("host", endpoint.getAuthority());
        signed.put("x-amz-content-sha256", hash);
        signed.put("x-amz-date", time);
        for (String line : call.headers().split("\r\n", -1)) {
            String[] pair = line.split(": ", 2);
            String name = pair[0].toLowerCase(Locale.ROOT);
            if (name.startsWith("x-amz-")) {
                signed.put(name, pair[1]);
            }
        }
        String names = String.join(";", signed.keySet());
        var lines = new StringBuilder();
        signed.forEach((name, value) -> lines.append(name).append(':').append(value).append('\n'));
        String canonical = String.join("\n", call.method(), call.path(), "", lines, names, hash);
        String toSign =
                String.join(
                        "\n",
                        "AWS4-HMAC-SHA256",
                        time,
                        scope,
                        sha256(canonical.getBytes(StandardCharsets.UTF_8)));
        byte[] key = ("AWS4" + credentials.secretAccessKey()).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/", -1)) {
            key = hmac(key, part);
        }
        String head =
                String.join(
                        "\r\n",
                        call.method() + " " + call.path() + " HTTP/1.1",
                        "Host: " + endpoint.getAuthority(),
                        "X-Amz-Date: " + time,
                        "X-Amz-Content-Sha256: " + hash,
                        "Authorization: AWS4-HMAC-SHA256 Credential="
                                + credentials.accessKeyId()
                                + "/"
                                + scope
                                + ", SignedHeaders="
                                + names
                                + ", Signature="
                                + HexFormat.of().formatHex(hmac(key, toSign)),
                        call.headers(),
                        "Content-Length: " + body.length,
                        "",
                        "");
        out.write(head.getBytes(StandardCharsets.ISO_8859_1));
        out.write(body);
        out.flush();
        return answer();
    }

    private String answer() throws IOException {
        String status = line();
        int length = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            String[] pair = line.split(":", 2);
            if (pair[0].equalsIgnoreCase("content-length")) {
                length = Integer.parseInt(pair[1].strip());
            }
        }
        var body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        if (!status.startsWith(OK)) {
            throw new IOException("The local cloud answered " + status + ": " + body);
        }
        return body;
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("The local cloud closed the connection.");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static String sha256(byte[] bytes) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(ALGORITHM);
        mac.init(new SecretKeySpec(key, ALGORITHM));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
