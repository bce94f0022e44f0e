package dev.kinescope.producer;

import dev.kinescope.producer.ProducerEvent.Origin;
import dev.kinescope.producer.bluesky.JetstreamFeed;
import dev.kinescope.producer.bluesky.JetstreamMessages;
import dev.kinescope.producer.live.Feed;
import dev.kinescope.producer.live.LivePosition;
import dev.kinescope.producer.live.LiveSource;
import dev.kinescope.producer.live.Messages;
import dev.kinescope.producer.send.Sleeper;
import dev.kinescope.producer.source.PostFile;
import dev.kinescope.producer.source.PostSource;
import dev.kinescope.producer.source.ReplaySource;
import dev.kinescope.producer.source.Wanted;
import dev.kinescope.producer.x.BearerToken;
import dev.kinescope.producer.x.XApi;
import dev.kinescope.producer.x.XFeed;
import dev.kinescope.producer.x.XMessages;
import dev.kinescope.producer.x.XSearch;

import org.jspecify.annotations.Nullable;

import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;

/** Makes the source an event asks for, at the position where an earlier call left it. */
final class Sources {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final Function<String, PostFile> files;
    private final BearerToken token;
    private final Places places;
    private final Clock clock;
    private final Sleeper sleeper;
    private @Nullable HttpClient http;

    Sources(
            Function<String, PostFile> files,
            BearerToken token,
            Places places,
            Clock clock,
            Sleeper sleeper) {
        this.files = files;
        this.token = token;
        this.places = places;
        this.clock = clock;
        this.sleeper = sleeper;
    }

    /**
     * Makes a source.
     *
     * @throws InvalidEventException when the cursor is not one of this source
     */
    PostSource open(ProducerEvent event, Optional<String> position, Consumer<String> warnings) {
        try {
            return switch (event.origin()) {
                case Origin.Replay(String posts) -> replay(posts, event.wanted(), position);
                case Origin.XSearch() -> search(event.wanted(), position, warnings);
                case Origin.XStream() -> stream(event.wanted(), position, warnings);
                case Origin.Bluesky() -> bluesky(event.wanted(), position, warnings);
            };
        } catch (IllegalArgumentException e) {
            throw new InvalidEventException("cursor " + e.getMessage(), e);
        }
    }

    private PostSource replay(String posts, Wanted wanted, Optional<String> position) {
        var source = ReplaySource.from(files.apply(posts), wanted, clock);
        return position.isEmpty() ? source : source.continuedFrom(position.get());
    }

    private PostSource search(Wanted wanted, Optional<String> position, Consumer<String> warnings) {
        var search = new XSearch(x(), wanted, clock, sleeper, warnings);
        position.ifPresent(search::continueFrom);
        return search;
    }

    private PostSource stream(Wanted wanted, Optional<String> position, Consumer<String> warnings) {
        var feed = new XFeed(x(), wanted);
        var messages = new XMessages(feed, wanted, clock, warnings);
        LivePosition earlier = earlier("x", position);
        messages.continueFrom(earlier.messages());
        return live(feed, messages, wanted, earlier, warnings);
    }

    private PostSource bluesky(
            Wanted wanted, Optional<String> position, Consumer<String> warnings) {
        var messages = new JetstreamMessages(wanted);
        LivePosition earlier = earlier("bluesky", position);
        messages.continueFrom(earlier.messages());
        var feed = new JetstreamFeed(http(), places.jetstream(), messages);
        return live(feed, messages, wanted, earlier, warnings);
    }

    private static LivePosition earlier(String source, Optional<String> position) {
        return position.map(p -> LivePosition.decode(source, p)).orElse(LivePosition.start(source));
    }

    private PostSource live(
            Feed feed,
            Messages messages,
            Wanted wanted,
            LivePosition earlier,
            Consumer<String> warnings) {
        return new LiveSource(
                feed, messages, wanted, earlier, places.silence(), clock, sleeper, warnings);
    }

    private XApi x() {
        return new XApi(http(), places.x(), token, clock);
    }

    /** Made when it is first needed, and kept while the function is warm. */
    private synchronized HttpClient http() {
        HttpClient client = http;
        if (client == null) {
            client =
                    HttpClient.newBuilder()
                            .version(HttpClient.Version.HTTP_1_1)
                            .connectTimeout(CONNECT_TIMEOUT)
                            .executor(Executors.newVirtualThreadPerTaskExecutor())
                            .build();
            http = client;
        }
        return client;
    }
}
