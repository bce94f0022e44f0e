package dev.kinescope.localcloud.fuzz;

import dev.kinescope.localcloud.Clients;
import dev.kinescope.localcloud.LocalCloud;

import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.comprehend.ComprehendClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;

/** Sends spoilt requests from several threads, and notes every answer that should not be. */
final class FuzzRun {
    private static final int THREADS = 4;
    private static final int MOST_FINDINGS = 50;
    private static final int MOST_SHOWN = 2_000;

    private static final List<String> SLOW =
            List.of(
                    "POST / HTTP/1.1\r\nhost: HOST\r\nx: y",
                    "POST / HTTP/1.1\r\nhost: HOST\r\ncontent-length: 100\r\n\r\nabc",
                    "POST / HTTP/1.1\r\nhost: evil:80\r\ncontent-length: 100\r\n\r\n",
                    "PUT /b/k HTTP/1.1\r\nhost: HOST\r\ntransfer-encoding: chunked\r\n\r\nff\r\na");

    private static final int LARGE_OBJECT = 16 * 1024 * 1024;
    private static final int ABANDONED = 20;
    private static final String TRUST =
            "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\","
                    + "\"Action\":\"sts:AssumeRole\"}}";
    private static final String NEARLY_ALL =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\","
                    + "\"Resource\":\"*\"},{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":"
                    + "\"arn:aws:s3:::denied*\",\"Condition\":{\"StringLikeIfExists\":"
                    + "{\"s3:prefix\":\"x*\"}}}]}";

    private final LocalCloud cloud;
    private final long seed;
    private final Clock clock = Clock.systemUTC();
    private final Map<String, AtomicLong> outcomes = new ConcurrentSkipListMap<>();
    private final List<String> findings = new CopyOnWriteArrayList<>();
    private final AtomicLong sent = new AtomicLong();
    private final List<Connection> slow = new ArrayList<>();

    FuzzRun(LocalCloud cloud, long seed) {
        this.cloud = cloud;
        this.seed = seed;
    }

    /** Goes on for a time. */
    void run(Duration time, BiPredicate<String, String> offered) throws InterruptedException {
        Instant end = clock.instant().plus(time);
        List<Thread> threads =
                IntStream.range(0, THREADS)
                        .mapToObj(n ->
                                Thread.ofPlatform()
                                        .name("fuzz-" + n)
                                        .start(() -> work(seed + n, end, offered)))
                        .toList();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Has everything loaded that is loaded once and kept. */
    void loadModels() {
        try (ComprehendClient comprehend = Clients.of(cloud, ComprehendClient.builder())) {
            comprehend.batchDetectDominantLanguage(b -> b.textList("What a lovely day"));
            for (String language : List.of("en", "de", "ja", "ar")) {
                comprehend.batchDetectSentiment(b -> b.languageCode(language).textList("a"));
            }
        }
    }

    /** Opens connections that stop in the middle. */
    void beginSlowSenders() {
        slow.addAll(SLOW.stream().map(this::begun).toList());
    }

    /** Waits for their end, which the server has to make. */
    void awaitSlowSenders() {
        for (Connection connection : slow) {
            judge(connection.read(true), "slow ", "a request that does not go on", false);
            connection.close();
        }
    }

    /** A connection whose client has stopped in the middle. */
    private Connection begun(String start) {
        try {
            var connection = new Connection(cloud.endpoint());
            connection.write(
                    start.replace("HOST", cloud.endpoint().getAuthority())
                            .getBytes(StandardCharsets.ISO_8859_1));
            return connection;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void work(long threadSeed, Instant end, BiPredicate<String, String> offered) {
        var random = new SplittableRandom(threadSeed);
        var mutations = new Mutations(random);
        String host = cloud.endpoint().getAuthority();
        Signer root = root();
        Signer role = session(threadSeed);
        Connection connection = null;
        try (var requests = new Requests(cloud.endpoint(), random)) {
            requests.keep(offered);
            for (long number = 0; clock.instant().isBefore(end); number++) {
                if (connection == null || !connection.usable()) {
                    if (connection != null) {
                        connection.close();
                    }
                    connection = new Connection(cloud.endpoint());
                }
                Message message = requests.next();
                String what = threadSeed + "/" + number + " ";
                Signer signer = random.nextInt(3) == 0 ? role : root;
                switch (random.nextInt(10)) {
                    case 0 -> say(connection, mutations.unframed(signer.sign(message), host), what);
                    case 1 ->
                            // Spoilt after it was signed: the signature is what is wrong.
                            ask(connection, mutations, mutations.spoil(signer.sign(message)), what);
                    case 2 -> ask(connection, mutations, signer.sign(message), what);
                    default ->
                            ask(connection, mutations, signer.sign(mutations.spoil(message)), what);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            finding("The fuzz itself failed with seed " + threadSeed + ": " + e);
            throw e;
        } finally {
            if (connection != null) {
                connection.close();
            }
        }
    }

    private Signer root() {
        return new Signer(
                cloud.credentials().accessKeyId(),
                cloud.credentials().secretAccessKey(),
                Optional.empty(),
                cloud.endpoint().getAuthority());
    }

    /**
     * A role that may nearly all, so that its requests are looked at by the policies and served.
     */
    private Signer session(long threadSeed) {
        String name = "fuzz" + Long.toUnsignedString(threadSeed);
        try (IamClient iam = Clients.of(cloud, IamClient.builder());
                StsClient sts = Clients.of(cloud, StsClient.builder())) {
            String role =
                    iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(TRUST))
                            .role()
                            .arn();
            iam.putRolePolicy(r -> r.roleName(name).policyName("all").policyDocument(NEARLY_ALL));
            Credentials keys =
                    sts.assumeRole(r -> r.roleArn(role).roleSessionName("fuzz")).credentials();
            return new Signer(
                    keys.accessKeyId(),
                    keys.secretAccessKey(),
                    Optional.of(keys.sessionToken()),
                    cloud.endpoint().getAuthority());
        }
    }

    /** Bodies near the limits, one after the other, each with very many small parts. */
    void sendHugeBodies() {
        var mutations = new Mutations(new SplittableRandom(seed));
        Signer signer = root();
        for (Message message : HugeBodies.all()) {
            try (var connection = new Connection(cloud.endpoint())) {
                ask(connection, mutations, signer.sign(message), "huge ");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Clients that go away while they are being answered. */
    void abandonDownloads() {
        var mutations = new Mutations(new SplittableRandom(seed));
        Signer signer = root();
        try (S3Client s3 = Clients.of(cloud, S3Client.builder().forcePathStyle(true))) {
            s3.createBucket(r -> r.bucket("abandoned"));
            s3.putObject(
                    r -> r.bucket("abandoned").key("large"),
                    RequestBody.fromBytes(new byte[LARGE_OBJECT]));
        }
        Message get = new Message("GET", "/abandoned/large", List.of(), new byte[0], "s3");
        for (int i = 0; i < ABANDONED; i++) {
            try (var connection = new Connection(cloud.endpoint())) {
                connection.write(
                        mutations.framed(signer.sign(get), cloud.endpoint().getAuthority()));
                judge(connection.read(false), "abandoned ", "a download", true);
                sent.incrementAndGet();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void say(Connection connection, byte[] bytes, String what) {
        sent.incrementAndGet();
        connection.write(bytes);
        connection.finish();
        judge(connection.read(true), what, "unframed " + start(bytes), false);
    }

    private void ask(Connection connection, Mutations mutations, Message message, String what) {
        String host = cloud.endpoint().getAuthority();
        sent.incrementAndGet();
        connection.write(mutations.framed(message, host));
        // A header with a line end in it is no HTTP any more, so the body is not read on.
        judge(
                connection.read(!message.method().equals("HEAD")),
                what,
                message.service()
                        + " "
                        + message.method()
                        + " "
                        + shorten(message.target())
                        + " "
                        + message.headers().stream()
                                .filter(header -> !header.name().equalsIgnoreCase("authorization"))
                                .map(header -> header.name() + ": " + shorten(header.value()))
                                .limit(12)
                                .toList()
                        + " "
                        + start(message.body()),
                Mutations.isHttp(message));
    }

    private void judge(Connection.Answer answer, String what, String message, boolean framed) {
        String outcome =
                switch (answer) {
                    case Connection.Answer.Answered(int status, String id, byte[] body) -> {
                        if (status == 500 || status > 501 && status != 505) {
                            finding(
                                    what
                                            + status
                                            + " request "
                                            + id
                                            + "\n   "
                                            + message
                                            + "\n   → "
                                            + start(body));
                        }
                        yield Integer.toString(status);
                    }
                    case Connection.Answer.Closed() -> {
                        if (framed) {
                            finding(what + "closed without an answer\n   " + message);
                        }
                        yield framed ? "closed, framed" : "closed";
                    }
                    case Connection.Answer.Hung() -> {
                        finding(what + "hung\n   " + message);
                        yield "hung";
                    }
                };
        outcomes.computeIfAbsent(outcome, _ -> new AtomicLong()).incrementAndGet();
    }

    private void finding(String text) {
        if (findings.size() < MOST_FINDINGS) {
            findings.add(text);
        }
    }

    private static String start(byte[] bytes) {
        int shown = Math.min(bytes.length, MOST_SHOWN);
        String start = shorten(new String(bytes, 0, shown, StandardCharsets.ISO_8859_1));
        return shown < bytes.length ? start + " of " + bytes.length : start;
    }

    private static String shorten(String text) {
        String shown = text.replaceAll("[^ -~]", ".");
        return shown.length() > 300 ? shown.substring(0, 300) + "… " + text.length() : shown;
    }

    /**
     * What came of it.
     *
     * @param findings what should not have been: seed and number, the request, the answer
     */
    record Result(long sent, Map<String, Long> outcomes, List<String> findings) {}

    Result result() {
        var counts = new TreeMap<String, Long>();
        outcomes.forEach((outcome, count) -> counts.put(outcome, count.get()));
        return new Result(sent.get(), counts, List.copyOf(findings));
    }
}
