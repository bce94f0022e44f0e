package dev.kinescope.desktop.overview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kinescope.pipeline.provisioning.DefinitionDefaults;
import dev.kinescope.pipeline.provisioning.DefinitionFiles;
import dev.kinescope.pipeline.provisioning.PipelineDefinition;
import dev.kinescope.pipeline.provisioning.ResourceState;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

class DiagramStateTest {
    private final PipelineDefinition definition = definition();

    @Test
    void aRunShowsOneNumberPerNode() {
        DiagramState state =
                DiagramState.of(
                        definition,
                        Optional.of(OverviewFixture.status(ResourceState.READY)),
                        Optional.of(OverviewFixture.midRun()),
                        Optional.of("local scorer"));

        assertThat(state.producer())
                .isEqualTo(
                        new NodeState(
                                "kinescope-producer",
                                ResourceState.READY,
                                "241,500",
                                "sent",
                                "38 failed · 1,204 resent",
                                true));
        assertThat(state.kinesis())
                .isEqualTo(
                        new NodeState(
                                "social-posts",
                                ResourceState.READY,
                                "241,462",
                                "accepted",
                                "2,522 unread",
                                false));
        assertThat(state.transform())
                .isEqualTo(
                        new NodeState(
                                "kinescope-transform",
                                ResourceState.READY,
                                "238,402",
                                "ok",
                                "321 dropped · 217 failed",
                                true));
        assertThat(state.toErrors()).isEqualTo("217 to errors/");
    }

    @Test
    void withoutARunThereIsNoNumberRatherThanZero() {
        DiagramState state =
                DiagramState.of(definition, Optional.empty(), Optional.empty(), Optional.empty());

        assertThat(state.s3())
                .isEqualTo(
                        new NodeState(
                                "kinescope-results",
                                ResourceState.MISSING,
                                "–",
                                "lines",
                                "",
                                false));
        assertThat(state.firehose().detail()).isEqualTo("Buffer 1 MiB or 3 s");
    }

    private static PipelineDefinition definition() {
        try {
            return new DefinitionFiles(Path.of("..", "..", "resources"))
                    .load(DefinitionDefaults.local());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
