package dev.kinescope.desktop.functions;

import dev.kinescope.pipeline.provisioning.PipelineDefinition;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What this computer knows of the functions: their definition, built zips and example events. */
interface FunctionFiles {

    /** The pipeline as the files say now. */
    PipelineDefinition definition() throws IOException;

    /** The zip that was built for a function; it need not be there. */
    Path builtZip(FunctionRole role);

    /** The events of {@code resources/events/}, by name. */
    List<EventTemplate> events() throws IOException;
}
