package dev.kinescope.producer.live;

import dev.kinescope.producer.send.Sleeper;
import dev.kinescope.producer.source.Connections;
import dev.kinescope.producer.source.Ending;
import dev.kinescope.producer.source.PostSource;
import dev.kinescope.producer.source.Wanted;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads a source that never ends: keeps one connection, watches that it is alive, and opens another
 * one when it is not, at the time {@link Reconnects} allows.
 */
public final class LiveSource implements PostSource {
    private final Feed feed;
    private final Messages messages;
    private final Wanted wanted;
    private final String source;
    private final Duration silence;
    private final Clock clock;
    private final Sleeper sleeper;
    private final Consumer<String> warnings;

    private final Reconnects reconnects = new Reconnects();
    private Connections connections = Connections.NONE;
    private Optional<Pause> pause = Optional.empty();
    private long found;
    private long number;
    private boolean stopped;
    private Instant heard = Instant.MIN;
    private Instant tryAt = Instant.MIN;
    private @Nullable Inbox inbox;
    private Feed.@Nullable Connection connection;

    /**
     * Makes a source; it connects when it is first asked for a post.
     *
     * @param earlier where the calls ended that this one continues; the messages know already
     * @param silence how long a connection may give no sign of life
     */
    public LiveSource(
            Feed feed,
            Messages messages,
            Wanted wanted,
            LivePosition earlier,
            Duration silence,
            Clock clock,
            Sleeper sleeper,
            Consumer<String> warnings) {
        this.feed = feed;
        this.messages = messages;
        this.wanted = wanted;
        this.source = earlier.source();
        this.found = earlier.found();
        this.silence = silence;
        this.clock = clock;
        this.sleeper = sleeper;
        this.warnings = warnings;
    }

    @Override
    public @Nullable Item next(Duration patience) throws InterruptedException {
        if (wanted.isEnough(found)) {
            return null;
        }
        if (stopped) {
            return left();
        }
        Instant now = clock.instant();
        if (inbox == null) {
            if (now.isBefore(tryAt)) {
                Duration wait = Duration.between(now, tryAt);
                sleeper.sleep(wait.compareTo(patience) < 0 ? wait : patience);
                return new Item.Quiet();
            }
            connect(now);
        }
        Duration alive = Duration.between(now, heard.plus(silence));
        Signal signal = reading().poll(alive.compareTo(patience) < 0 ? alive : patience);
        if (signal == null) {
            if (!clock.instant().isBefore(heard.plus(silence))) {
                ended(new Ending.Stalled());
            }
            return new Item.Quiet();
        }
        heard = clock.instant();
        return item(signal);
    }

    /** What the connection had told before the end; nothing is waited for. */
    private @Nullable Item left() throws InterruptedException {
        if (inbox == null) {
            return null;
        }
        Signal signal = inbox.poll(Duration.ZERO);
        return signal == null ? null : item(signal);
    }

    private Item item(Signal signal) {
        return switch (signal) {
            case Signal.Opened() -> {
                connections = connections.oneOpened();
                pause = Optional.empty();
                yield new Item.Quiet();
            }
            case Signal.KeepAlive() -> {
                reconnects.well();
                yield new Item.Quiet();
            }
            case Signal.Message(String text) -> {
                reconnects.well();
                Item item = messages.read(text, ++number);
                if (item instanceof Item.Found) {
                    found++;
                }
                yield item;
            }
            case Signal.BadMessage(String reason) -> new Item.Malformed(++number, reason);
            case Signal.CutOff() -> new Item.Skipped(Reason.CUT_OFF);
            case Signal.Ended(Ending ending) -> {
                ended(ending);
                yield new Item.Quiet();
            }
            case Signal.Failed(var failure) -> throw failure;
        };
    }

    private void connect(Instant now) {
        inbox = new Inbox();
        // Connecting takes several requests: they have three times as long as a silence may last.
        heard = now.plus(silence.multipliedBy(2));
        connection = feed.open(inbox);
    }

    private Inbox reading() {
        if (inbox == null) {
            throw new IllegalStateException("not connected");
        }
        return inbox;
    }

    private void ended(Ending ending) {
        disconnect();
        inbox = null;
        connections = connections.one(ending);
        tryAt = reconnects.after(ending, clock.instant());
        pause = Optional.of(new Pause(tryAt, ending.words()));
        warnings.accept(
                "%s, next try in %d ms"
                        .formatted(
                                ending.words(),
                                Duration.between(clock.instant(), tryAt).toMillis()));
    }

    private void disconnect() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
        if (inbox != null) {
            inbox.close();
        }
    }

    @Override
    public void stop() {
        stopped = true;
        disconnect();
    }

    @Override
    public String position() {
        return new LivePosition(source, found, messages.position()).encode();
    }

    @Override
    public boolean goesOn() {
        return true;
    }

    @Override
    public Optional<Pause> pause() {
        return pause;
    }

    @Override
    public Optional<Connections> connections() {
        return Optional.of(connections);
    }

    @Override
    public void close() {
        disconnect();
        inbox = null;
    }
}
