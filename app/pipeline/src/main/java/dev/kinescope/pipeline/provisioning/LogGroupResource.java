package dev.kinescope.pipeline.provisioning;

import dev.kinescope.pipeline.provisioning.PlannedChange.Action;
import dev.kinescope.pipeline.provisioning.PlannedChange.Risk;

import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A log group; Firehose does not make its own.
 *
 * @param logStream to be made in it too, if any
 */
record LogGroupResource(Site site, String name, Optional<String> logStream) implements Resource {
    @Override
    public ResourceKind kind() {
        return ResourceKind.LOG_GROUP;
    }

    private boolean exists() {
        return site
                .session()
                .logs()
                .describeLogGroups(describe -> describe.logGroupNamePrefix(name))
                .logGroups()
                .stream()
                .anyMatch(group -> group.logGroupName().equals(name));
    }

    @Override
    public ResourceStatus status() {
        return is(exists() ? ResourceState.READY : ResourceState.MISSING, "");
    }

    @Override
    public PlannedChange plan() {
        return exists()
                ? unchanged()
                : new PlannedChange(
                        kind(), name, Action.CREATE, Risk.NONE, List.of(), "Keeps what is logged");
    }

    @Override
    public void apply(PlannedChange change, Consumer<String> progress) {
        try {
            site.session().logs().createLogGroup(create -> create.logGroupName(name));
        } catch (ResourceAlreadyExistsException there) {
            progress.accept("It is there already");
        }
        if (logStream.isPresent()) {
            try {
                site.session()
                        .logs()
                        .createLogStream(
                                create -> create.logGroupName(name).logStreamName(logStream.get()));
            } catch (ResourceAlreadyExistsException there) {
                progress.accept("Its log stream is there already");
            }
        }
    }

    @Override
    public void delete(Consumer<String> progress) {
        try {
            site.session().logs().deleteLogGroup(delete -> delete.logGroupName(name));
        } catch (ResourceNotFoundException gone) {
            progress.accept("It is gone already");
        }
    }
}
