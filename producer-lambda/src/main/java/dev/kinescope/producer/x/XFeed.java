package dev.kinescope.producer.x;

import dev.kinescope.producer.live.Feed;
import dev.kinescope.producer.live.Inbox;
import dev.kinescope.producer.live.Signal;
import dev.kinescope.producer.source.Ending;
import dev.kinescope.producer.source.SourceRefusedException;
import dev.kinescope.producer.source.Wanted;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
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
    private final Spellings spellings = new Spellings();

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
        private final StreamLines lines;
        private final Inbox to;
        private final Thread thread;

        Opened(Inbox to) {
            this.to = to;
            this.lines = new StreamLines(to);
            this.thread = Thread.ofVirtual().name("x-stream").unstarted(this::run);
        }

        void start() {
            thread.start();
        }

        @Override
        public void close() {
            thread.interrupt();
            lines.cancel();
        }

        private void run() {
            try {
                Optional<Signal> end = openOrFail();
                if (end.isPresent()) {
                    to.put(end.get());
                }
            } catch (InterruptedException _) {
                // Closed by the one who reads, who wants to hear no more.
                Thread.currentThread().interrupt();
            }
        }

        /** A failure on this thread would be heard by nobody. */
        private Optional<Signal> openOrFail() throws InterruptedException {
            try {
                return open();
            } catch (SourceRefusedException e) {
                return Optional.of(new Signal.Failed(e));
            } catch (RuntimeException e) {
                return Optional.of(
                        new Signal.Failed(
                                new SourceRefusedException(
                                        "X's stream could not be read: " + e.getClass().getName(),
                                        e)));
            }
        }

        /** Opens the stream, or says how it came that it is not open. */
        private Optional<Signal> open() throws InterruptedException {
            if (rules.get() == null) {
                switch (new XRules(x).bringInLine(query(wanted))) {
                    case XRules.Outcome.InLine(Set<String> ids) -> rules.set(ids);
                    case XRules.Outcome.Not(Reply reply) -> {
                        return end(reply);
                    }
                }
            }
            return end(
                    spellings.ask(spelling -> x.stream(PATH, spelling.query(wanted), () -> lines)));
        }

        private static Optional<Signal> end(Reply reply) {
            return switch (reply) {
                case Reply.Flowing() -> Optional.empty();
                case Reply.Failed(Ending ending) -> Optional.of(new Signal.Ended(ending));
                case Reply.Refused(_, String message) ->
                        Optional.of(new Signal.Failed(new SourceRefusedException(message)));
                case Reply.Answered _ -> throw new IllegalStateException("not an end");
            };
        }
    }
}
