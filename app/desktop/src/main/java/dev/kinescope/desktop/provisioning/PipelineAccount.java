package dev.kinescope.desktop.provisioning;

import dev.kinescope.pipeline.provisioning.Keep;
import dev.kinescope.pipeline.provisioning.PipelineDefinition;
import dev.kinescope.pipeline.provisioning.PipelineStatus;
import dev.kinescope.pipeline.provisioning.Plan;
import dev.kinescope.pipeline.provisioning.StepListener;

import java.io.IOException;

/**
 * The account that the pipeline is built in, and the files as they read for it, since names may
 * hold the account's id; every call blocks.
 */
interface PipelineAccount {

    /** The account and region in a few words. */
    String place();

    /** Reads the definition from the files, or fails naming the file and the field. */
    PipelineDefinition load() throws IOException;

    /** Writes the definition into the files. */
    void save(PipelineDefinition definition) throws IOException;

    /** What has to be done to get to the definition. */
    Plan plan(PipelineDefinition definition) throws IOException;

    /** Does it. */
    void apply(Plan plan, StepListener listener) throws IOException, InterruptedException;

    /** Undoes it. */
    void tearDown(PipelineDefinition definition, Keep keep, StepListener listener)
            throws IOException, InterruptedException;

    /** How everything is now. */
    PipelineStatus status(PipelineDefinition definition) throws IOException;
}
