package dev.kinescope.desktop.overview;

import dev.kinescope.desktop.controls.Numbers;
import dev.kinescope.pipeline.provisioning.PipelineDefinition;
import dev.kinescope.pipeline.provisioning.PipelineStatus;
import dev.kinescope.pipeline.provisioning.ResourceState;
import dev.kinescope.pipeline.provisioning.ResourceStatus;
import dev.kinescope.pipeline.run.RunCounts;
import dev.kinescope.pipeline.run.RunRates;
import dev.kinescope.pipeline.run.RunSnapshot;
import dev.kinescope.pipeline.run.Stage;

import java.util.Optional;
import java.util.function.Function;

/**
 * Everything the diagram draws at one moment.
 *
 * @param rates over the last five seconds; {@link RunRates#NONE} while nothing runs
 * @param toErrors what the dashed edge says
 * @param otherScorer who judges the sentiment in place of Comprehend, if somebody does
 */
record DiagramState(
        NodeState producer,
        NodeState kinesis,
        NodeState firehose,
        NodeState transform,
        NodeState s3,
        RunRates rates,
        String toErrors,
        Optional<String> otherScorer) {

    private static final String NONE_YET = "–";

    /** Draws what is known: names from the definition, states as last seen, counts of the run. */
    static DiagramState of(
            PipelineDefinition definition,
            Optional<PipelineStatus> status,
            Optional<RunSnapshot> run,
            Optional<String> otherScorer) {
        Optional<RunCounts> counts = run.map(RunSnapshot::counts);
        long failed = counts.map(RunCounts::processingFailed).flatMap(m -> m.value()).orElse(0L);
        return new DiagramState(
                node(
                        definition.producer().name(),
                        state(status, PipelineStatus::producer),
                        counts.map(c -> Numbers.count(c.sent())),
                        "sent",
                        counts.map(c ->
                                Numbers.count(c.failed())
                                        + " failed · "
                                        + Numbers.count(c.resent())
                                        + " resent"),
                        counts.map(RunCounts::failed).orElse(0L) > 0),
                node(
                        definition.stream().name(),
                        state(status, PipelineStatus::stream),
                        counts.map(c -> Numbers.count(c.accepted())),
                        "accepted",
                        counts.map(c -> Numbers.count(c.unread()) + " unread")
                                .or(() -> status.map(s -> s.stream().detail())),
                        false),
                node(
                        definition.delivery().name(),
                        state(status, PipelineStatus::delivery),
                        counts.flatMap(c -> c.read().value()).map(Numbers::count),
                        "read",
                        counts.map(c -> Numbers.count(c.buffered()) + " buffered for S3")
                                .or(() -> Optional.of(buffers(definition))),
                        false),
                node(
                        definition.transform().name(),
                        state(status, PipelineStatus::transform),
                        counts.flatMap(c -> c.ok().value()).map(Numbers::count),
                        "ok",
                        counts.map(c ->
                                Numbers.count(c.dropped().value().orElse(0L))
                                        + " dropped · "
                                        + Numbers.count(failed)
                                        + " failed"),
                        failed > 0),
                node(
                        definition.delivery().bucket(),
                        state(status, PipelineStatus::bucket),
                        counts.map(c -> Numbers.count(c.lines())),
                        "lines",
                        counts.map(c -> Numbers.counted(c.objects(), "object")),
                        false),
                run.filter(tick -> tick.stage() != Stage.DONE)
                        .map(RunSnapshot::rates)
                        .orElse(RunRates.NONE),
                failed == 0 ? "to errors/" : Numbers.count(failed) + " to errors/",
                otherScorer);
    }

    private static String buffers(PipelineDefinition definition) {
        return "Buffer "
                + definition.delivery().bufferMiB()
                + " MiB or "
                + definition.delivery().bufferSeconds()
                + " s";
    }

    private static ResourceState state(
            Optional<PipelineStatus> status, Function<PipelineStatus, ResourceStatus> part) {
        return status.map(part).map(ResourceStatus::state).orElse(ResourceState.MISSING);
    }

    private static NodeState node(
            String resource,
            ResourceState state,
            Optional<String> headline,
            String unit,
            Optional<String> detail,
            boolean warning) {
        return new NodeState(
                resource, state, headline.orElse(NONE_YET), unit, detail.orElse(""), warning);
    }
}
