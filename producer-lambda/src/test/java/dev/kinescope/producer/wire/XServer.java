package dev.kinescope.producer.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.kinescope.producer.wire.WireServer.Request;
import dev.kinescope.producer.wire.WireServer.Wire;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Speaks the wire format of X's API, version 2 (X API documentation): the rules, the filtered
 * stream, which a test scripts connection by connection, and the recent search.
 */
public final class XServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final WireServer server;
    private final Map<String, ObjectNode> rules = new LinkedHashMap<>();
    private final Deque<Script> connections = new ArrayDeque<>();
    private final Deque<Failure> searchFailures = new ArrayDeque<>();
    private final List<ObjectNode> archive = new ArrayList<>();
    private String token;
    private int lastRule = 100;

    /** What the server does with one connection to the stream. */
    public interface Script {
        void play(Stream stream) throws IOException;
    }

    /** An answer that never comes to its end. */
    public static final Failure STALL = new Failure(200, "", "");

    /** An answer that is an error. */
    public record Failure(int status, String headers, String body) {}

    /** Starts on a free port and takes this token alone. */
    public XServer(String token) throws IOException {
        this.token = token;
        this.server = new WireServer(this::answer);
    }

    /** Where it is. */
    public URI uri() {
        return server.uri("http");
    }

    /** What was asked so far at a path. */
    public List<Request> requests(String path) {
        return server.requests().stream().filter(r -> r.path().equals(path)).toList();
    }

    /** What happens on the next connection to the stream that has no script yet. */
    public synchronized XServer then(Script script) {
        connections.add(script);
        return this;
    }

    /** How the next search that has no failure yet fails. */
    public synchronized XServer failSearch(Failure failure) {
        searchFailures.add(failure);
        return this;
    }

    /** Takes another token from now on. */
    public synchronized void take(String otherToken) {
        token = otherToken;
    }

    /** Adds a rule that somebody made. */
    public synchronized String rule(String value, String tag) {
        String id = Integer.toString(++lastRule);
        ObjectNode rule = JSON.createObjectNode().put("id", id).put("value", value);
        if (!tag.isEmpty()) {
            rule.put("tag", tag);
        }
        rules.put(id, rule);
        return id;
    }

    /** The values of the rules, in order. */
    public synchronized List<String> rules() {
        return rules.values().stream().map(rule -> rule.get("value").textValue()).toList();
    }

    /** Puts a post into what can be searched, newer than those before. */
    public synchronized XServer archive(ObjectNode post) {
        archive.addFirst(post);
        return this;
    }

    /** A post as X tells it, in the older spelling. */
    public static ObjectNode post(String id, String text) {
        ObjectNode post =
                JSON.createObjectNode()
                        .put("id", id)
                        .put("text", text)
                        .put("author_id", "7")
                        .put("created_at", "2026-11-02T08:00:00.000Z")
                        .put("lang", "en");
        post.putArray("edit_history_tweet_ids").add(id);
        post.putObject("public_metrics")
                .put("retweet_count", 3)
                .put("reply_count", 1)
                .put("like_count", 5)
                .put("quote_count", 0);
        return post;
    }

    private static ObjectNode author() {
        ObjectNode author =
                JSON.createObjectNode()
                        .put("id", "7")
                        .put("username", "mina")
                        .put("name", "Mina")
                        .put("location", "Eastmere");
        author.putObject("public_metrics").put("followers_count", 11).put("following_count", 12);
        return author;
    }

    /** A problem in X's words. */
    public static String problem(String title, String detail) {
        return JSON.createObjectNode()
                .put("title", title)
                .put("detail", detail)
                .put("type", "about:blank")
                .toString();
    }

    private void answer(Request request, Wire wire) throws IOException {
        if (!request.headers().getOrDefault("authorization", "").equals("Bearer " + token())) {
            wire.answer(401, "", problem("Unauthorized", "Unauthorized"));
            return;
        }
        switch (request.path()) {
            case "/2/tweets/search/stream/rules" -> rules(request, wire);
            case "/2/tweets/search/stream" -> new Stream(wire).play(script());
            case "/2/tweets/search/recent" -> search(request, wire);
            default -> wire.answer(404, "", problem("Not Found", "no such path"));
        }
    }

    private synchronized String token() {
        return token;
    }

    private synchronized Script script() {
        Script script = connections.poll();
        return script == null ? Stream::stall : script;
    }

    private synchronized void rules(Request request, Wire wire) throws IOException {
        ObjectNode answer = JSON.createObjectNode();
        if (request.method().equals("GET")) {
            ArrayNode data = answer.putArray("data");
            rules.values().forEach(data::add);
            answer.putObject("meta").put("result_count", data.size());
            wire.answer(200, "", answer.toString());
            return;
        }
        JsonNode body = JSON.readTree(request.body());
        for (JsonNode id : body.at("/delete/ids")) {
            rules.remove(id.textValue());
        }
        for (JsonNode rule : body.path("add")) {
            String value = rule.get("value").textValue();
            if (value.startsWith("-")) {
                answer.putArray("errors")
                        .addObject()
                        .put("value", value)
                        .put("title", "UnprocessableEntity")
                        .putArray("details")
                        .add("Rules must contain at least one positive clause");
            } else {
                String id = rule(value, rule.path("tag").asText(""));
                answer.withArray("data").add(rules.get(id));
            }
        }
        wire.answer(body.has("add") ? 201 : 200, "", answer.toString());
    }

    private synchronized void search(Request request, Wire wire) throws IOException {
        Failure failure = searchFailures.poll();
        if (failure == STALL) {
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"data\":");
            wire.awaitGone();
            return;
        }
        if (failure != null) {
            wire.answer(failure.status(), failure.headers(), failure.body());
            return;
        }
        long since = Long.parseLong(request.query().getOrDefault("since_id", "0"));
        long until =
                Long.parseLong(
                        request.query().getOrDefault("until_id", Long.toString(Long.MAX_VALUE)));
        int size = Integer.parseInt(request.query().get("max_results"));
        int from = Integer.parseInt(request.query().getOrDefault("next_token", "0"));
        List<ObjectNode> matching =
                archive.stream().filter(p -> id(p) > since && id(p) < until).toList();
        int to = Math.min(matching.size(), from + size);
        ObjectNode answer = JSON.createObjectNode();
        if (to > from) {
            ArrayNode data = answer.putArray("data");
            matching.subList(from, to).forEach(data::add);
            answer.putObject("includes").putArray("users").add(author());
        }
        ObjectNode meta = answer.putObject("meta").put("result_count", to - from);
        if (to < matching.size()) {
            meta.put("next_token", Integer.toString(to));
        }
        wire.answer(200, "", answer.toString());
    }

    private static long id(ObjectNode post) {
        return Long.parseLong(post.get("id").textValue());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /** One connection to the filtered stream. */
    public final class Stream {
        private final Wire wire;
        private boolean begun;

        private Stream(Wire wire) {
            this.wire = wire;
        }

        private void play(Script script) throws IOException {
            script.play(this);
        }

        /** Answers with an error instead. */
        public void refuse(int status, String headers, String body) throws IOException {
            wire.answer(status, headers, body);
        }

        /** Sends posts that match the producer's rule. */
        public void posts(String... ids) throws IOException {
            for (String id : ids) {
                line(message(XServer.post(id, "the tram " + id)));
            }
        }

        /** A post's message, with its author and the producer's rule. */
        public String message(ObjectNode post) {
            ObjectNode message = JSON.createObjectNode();
            message.set("data", post);
            message.putObject("includes").putArray("users").add(author());
            synchronized (XServer.this) {
                rules.forEach((id, rule) -> {
                    if (rule.path("tag").asText("").equals("kinescope")) {
                        message.withArray("matching_rules")
                                .addObject()
                                .put("id", id)
                                .put("tag", "kinescope");
                    }
                });
            }
            return message.toString();
        }

        /** Sends a line. */
        public void line(String line) throws IOException {
            part(line + "\r\n");
        }

        /** Sends a sign of life. */
        public void keepAlive() throws IOException {
            part("\r\n");
        }

        /** Sends part of a line in a chunk of its own. */
        public void part(String text) throws IOException {
            if (!begun) {
                begun = true;
                wire.send(
                        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                + "Transfer-Encoding: chunked\r\n\r\n");
            }
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            wire.send(Integer.toHexString(bytes.length) + "\r\n");
            wire.send(bytes);
            wire.send("\r\n");
        }

        /** Ends well. */
        public void end() throws IOException {
            wire.send("0\r\n\r\n");
        }

        /** Breaks off. */
        public void reset() throws IOException {
            wire.reset();
        }

        /** Says nothing more until the other side has gone. */
        public void stall() throws IOException {
            if (!begun) {
                keepAlive();
            }
            wire.awaitGone();
        }
    }
}
