package dev.kinescope.desktop.provisioning;

import dev.kinescope.desktop.dialogs.Confirmation;
import dev.kinescope.desktop.dialogs.Confirmation.Loss;
import dev.kinescope.pipeline.provisioning.Keep;
import dev.kinescope.pipeline.provisioning.PipelineDefinition;
import dev.kinescope.pipeline.provisioning.PipelineStatus;
import dev.kinescope.pipeline.provisioning.Plan;
import dev.kinescope.pipeline.provisioning.PlannedChange;
import dev.kinescope.pipeline.provisioning.ResourceState;
import dev.kinescope.pipeline.provisioning.ResourceStatus;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Words the questions before something is deleted. */
final class Losses {
    private Losses() {}

    private static final int LOG_GROUPS = 3;

    /** Before a plan that deletes and makes again, or that loses records. */
    static Confirmation ofReplacing(Plan plan, String place) {
        List<Loss> losses =
                plan.changes().stream()
                        .filter(change -> replaces(change) || change.losesData())
                        .map(change ->
                                new Loss(
                                        change.kind().words() + " " + change.name(),
                                        replaces(change)
                                                ? "deleted and made again"
                                                : change.consequence(),
                                        Loss.Kind.LOST))
                        .toList();
        String action =
                plan.count(PlannedChange.Action.REPLACE) == losses.size() ? "Replace" : "Change";
        String title =
                losses.size() == 1
                        ? action + " " + losses.getFirst().what() + "?"
                        : action + " " + losses.size() + " resources?";
        return new Confirmation(title, place, losses, Optional.empty(), action);
    }

    private static boolean replaces(PlannedChange change) {
        return change.action() == PlannedChange.Action.REPLACE;
    }

    /** Before tearing down; names what is there, and nothing that is not. */
    static Confirmation ofTearingDown(
            PipelineDefinition definition, PipelineStatus status, Keep keep, String place) {
        Loss logs =
                new Loss(
                        LOG_GROUPS + " log groups",
                        keep == Keep.DATA ? "kept" : "deleted with what is logged",
                        keep == Keep.DATA ? Loss.Kind.KEPT : Loss.Kind.LOST);
        List<Loss> losses =
                Stream.concat(
                                status.all().stream()
                                        .filter(resource -> !resource.is(ResourceState.MISSING))
                                        .map(resource -> loss(resource, keep)),
                                Stream.of(logs))
                        .toList();
        boolean bucketGoes = keep == Keep.NOTHING && !status.bucket().is(ResourceState.MISSING);
        return new Confirmation(
                bucketGoes
                        ? "Tear down the pipeline and delete its data?"
                        : "Tear down the pipeline?",
                place,
                losses,
                Optional.of(bucketGoes ? status.bucket().name() : definition.stream().name()),
                bucketGoes ? "Delete everything" : "Tear down");
    }

    private static Loss loss(ResourceStatus resource, Keep keep) {
        String what = resource.kind().words() + " " + resource.name();
        return switch (resource.kind()) {
            case BUCKET ->
                    keep == Keep.DATA
                            ? new Loss(what, "kept with its objects", Loss.Kind.KEPT)
                            : new Loss(what, "lost with its objects", Loss.Kind.LOST);
            case STREAM -> new Loss(what, "lost with all its records", Loss.Kind.LOST);
            case DELIVERY_STREAM -> new Loss(what, "lost with its buffer", Loss.Kind.LOST);
            case ROLE, LOG_GROUP, FUNCTION -> new Loss(what, "deleted", Loss.Kind.LOST);
        };
    }
}
