package dev.kinescope.desktop.streams;

import dev.kinescope.desktop.shell.Setup;
import dev.kinescope.desktop.shell.Workspace;
import dev.kinescope.pipeline.Pause;
import dev.kinescope.pipeline.streams.ShardMonitor;
import dev.kinescope.pipeline.streams.ShardTick;
import dev.kinescope.pipeline.streams.StreamMetrics;
import dev.kinescope.pipeline.streams.StreamOverview;
import dev.kinescope.pipeline.streams.StreamReader;
import dev.kinescope.pipeline.streams.StreamRecord;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Answers the Shards view from a session through the pipeline's readers. */
final class PipelineStreams implements AccountStreams {
    /** Enough for most streams to be seen whole each second; larger ones take turns. */
    private static final int SHARDS_PER_TICK = 16;

    private final Workspace workspace;
    private final Setup setup;
    private final StreamReader reader;

    PipelineStreams(Workspace workspace, Setup setup) {
        this.workspace = workspace;
        this.setup = setup;
        this.reader = new StreamReader(workspace.session(), setup.clock(), Pause.real());
    }

    @Override
    public List<String> names() {
        return reader.names();
    }

    @Override
    public String preferred() throws IOException {
        return setup.definition(workspace).stream().name();
    }

    @Override
    public StreamSource watch(String name) {
        return new Watched(
                name,
                reader,
                new ShardMonitor(workspace.session(), name, SHARDS_PER_TICK, setup.clock()));
    }

    private record Watched(String name, StreamReader reader, ShardMonitor monitor)
            implements StreamSource {

        @Override
        public Optional<StreamOverview> describe() {
            return reader.describe(name);
        }

        @Override
        public StreamMetrics metrics() {
            return reader.metrics(name);
        }

        @Override
        public ShardTick sample() throws InterruptedException {
            return monitor.sample();
        }

        @Override
        public List<StreamRecord> lastRecords(String shardId) {
            return monitor.lastRecords(shardId);
        }

        @Override
        public List<StreamRecord> latest(String shardId, Optional<Instant> since, int most)
                throws InterruptedException {
            return reader.latest(name, shardId, since, most);
        }
    }
}
