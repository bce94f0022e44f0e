package dev.kinescope.producer.x;

import dev.kinescope.producer.live.Feed;
import dev.kinescope.producer.live.Inbox;
import dev.kinescope.producer.live.Signal;
import dev.kinescope.producer.source.Ending;
import dev.kinescope.producer.source.LineReader;
import dev.kinescope.producer.source.SourceRefusedException;
import dev.kinescope.producer.source.Wanted;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Connections to X's filtered stream: one JSON object a line, empty lines as a sign of life (X API
 * documentation, "Filtered stream").
 */
public final class XFeed implements Feed {
    private static final String PATH = "/2/tweets/search/stream";

    private final XApi x;
    private final Wanted wanted;
    private final AtomicReference<@Nullable Set<String>> rules = new AtomicReference<>();
    private volatile Spelling spelling = Spelling.TWEET;

    /** Streams what {@code wanted} asks for, its keyword being a rule in X's own language. */
    public XFeed(XApi x, Wanted wanted) {
        this.x = x;
        this.wanted = wanted;
    }

    @Override
    public Connection open(Inbox to) {
        var opened = new Opened(to);
        opened.start();
        return opened;
    }

    /** Whether a rule with this id is the one that is wanted. */
    boolean isWanted(String ruleId) {
        Set<String> ids = rules.get();
        return ids == null || ids.contains(ruleId);
    }

    /** The rule or query for what is wanted: the keyword, and no retweets where it says so. */
    static String query(Wanted wanted) {
        if (wanted.retweets()) {
            return wanted.keyword();
        }
        // OR binds less than the space before the negation.
        return wanted.keyword().contains(" OR ")
                ? "(" + wanted.keyword() + ") -is:retweet"
                : wanted.keyword() + " -is:retweet";
    }

    private final class Opened implements Connection {
        private final Inbox to;
        private final Thread thread;
        private volatile @Nullable InputStream body;

        Opened(Inbox to) {
            this.to = to;
            this.thread = Thread.ofVirtual().name("x-stream").unstarted(this::run);
        }

        void start() {
            thread.start();
        }

        @Override
        public void close() {
            thread.interrupt();
            closeBody();
        }

        private void run() {
            try (Connection _ = this::closeBody) {
                to.put(readOrFail());
            } catch (InterruptedException _) {
                // Closed by the one who reads, who wants to hear no more.
                Thread.currentThread().interrupt();
            }
        }

        /** A failure on this thread would be heard by nobody. */
        private Signal readOrFail() throws InterruptedException {
            try {
                return read();
            } catch (RuntimeException e) {
                return new Signal.Failed(e);
            }
        }

        /** Reads to the end and says how it came. */
        private Signal read() throws InterruptedException {
            if (rules.get() == null) {
                switch (new XRules(x).bringInLine(query(wanted))) {
                    case XRules.Outcome.InLine(Set<String> ids) -> rules.set(ids);
                    case XRules.Outcome.Not(Reply reply) -> {
                        return end(reply);
                    }
                }
            }
            Reply reply = stream();
            if (reply instanceof Reply.Refused refused
                    && refused.isNotUnderstood()
                    && spelling == Spelling.TWEET) {
                spelling = Spelling.POST;
                Reply again = stream();
                // If it is not about the spelling, the first answer says what it is about.
                reply = again instanceof Reply.Refused ? refused : again;
            }
            return reply instanceof Reply.Flowing(InputStream in) ? lines(in) : end(reply);
        }

        private Reply stream() throws InterruptedException {
            return x.stream(PATH, new HashMap<>(spelling.query(wanted)));
        }

        private static Signal end(Reply reply) {
            return switch (reply) {
                case Reply.Failed(Ending ending) -> new Signal.Ended(ending);
                case Reply.Refused(_, String message) ->
                        new Signal.Failed(new SourceRefusedException(message));
                case Reply.Answered _, Reply.Flowing _ ->
                        throw new IllegalStateException("not an end");
            };
        }

        private Signal lines(InputStream in) throws InterruptedException {
            body = in;
            to.put(new Signal.Opened());
            var lines = new LineReader(in, 0);
            try (lines) {
                LineReader.Line line = lines.read();
                while (line != null && to.put(signal(line))) {
                    line = lines.read();
                }
                return new Signal.Ended(new Ending.Lost("X ended the stream"));
            } catch (IOException e) {
                if (lines.isWithinLine()) {
                    to.put(new Signal.CutOff());
                }
                return new Signal.Ended(new Ending.Lost(e.getClass().getSimpleName()));
            }
        }

        private static Signal signal(LineReader.Line line) {
            if (line.cutOff()) {
                return new Signal.CutOff();
            }
            if (line.tooLong()) {
                return new Signal.BadMessage(
                        "longer than " + (LineReader.MAX_LINE_BYTES >> 20) + " MiB");
            }
            try {
                String text =
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .decode(ByteBuffer.wrap(line.bytes()))
                                .toString();
                return text.isBlank() ? new Signal.KeepAlive() : new Signal.Message(text);
            } catch (CharacterCodingException _) {
                return new Signal.BadMessage("not UTF-8");
            }
        }

        private void closeBody() {
            InputStream open = body;
            if (open == null) {
                return;
            }
            try {
                open.close();
            } catch (IOException _) {
                // It is over either way.
                body = null;
            }
        }
    }
}
