package dev.kinescope.producer.source;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;

/**
 * Replays a file of posts line by line, as often as it takes to reach the wanted count. Blank lines
 * are passed over; a malformed line is told once, in the first round.
 */
public final class ReplaySource implements PostSource {
    private final PostFile file;
    private final PostParser parser;
    private final Wanted wanted;
    private ReplayPosition position;
    private boolean stopped;
    private @Nullable LineReader reader;

    private ReplaySource(PostFile file, PostParser parser, Wanted wanted, ReplayPosition position) {
        this.file = file;
        this.parser = parser;
        this.wanted = wanted;
        this.position = position;
    }

    /** Begins a replay; without a wanted count it is one pass over the file. */
    public static ReplaySource from(PostFile file, Wanted wanted, Clock clock) {
        return new ReplaySource(
                file, new PostParser(wanted, clock), wanted, ReplayPosition.start(file.name()));
    }

    /**
     * Goes on where an earlier replay of the same file and wishes was.
     *
     * @throws IllegalArgumentException when the position is not one, or of another file
     */
    public ReplaySource continuedFrom(String encoded) {
        var earlier = ReplayPosition.decode(encoded);
        if (!earlier.posts().equals(file.name())) {
            throw new IllegalArgumentException(
                    "belongs to " + earlier.posts() + ", not to " + file.name());
        }
        return new ReplaySource(file, parser, wanted, earlier);
    }

    @Override
    public @Nullable Item next(Duration patience) throws IOException {
        while (!stopped && !wanted.isEnough(position.found())) {
            LineReader.Line line = reader().read();
            if (line == null) {
                // A whole pass that found nothing would be repeated for ever.
                if (wanted.count().isEmpty() || position.found() == 0) {
                    return null;
                }
                close();
                position = position.nextRound();
                continue;
            }
            position = position.behindLine(reader().offset());
            switch (parser.parse(line, position.line(), position.round())) {
                case null -> {}
                case Item.Found found -> {
                    position = position.oneMoreFound();
                    return found;
                }
                case Item.Malformed malformed -> {
                    if (position.round() == 0) {
                        return malformed;
                    }
                }
                case Item other -> {
                    return other;
                }
            }
        }
        return null;
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public String position() {
        return position.encode();
    }

    private LineReader reader() throws IOException {
        LineReader open = reader;
        if (open == null) {
            open = new LineReader(file.openAt(position.offset()), position.offset());
            reader = open;
        }
        return open;
    }

    @Override
    public void close() throws IOException {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }
}
