package dev.kinescope.desktop.provisioning;

import dev.kinescope.pipeline.provisioning.PipelineDefinition;

import java.io.IOException;

/** Where the definition is kept: the files of {@code resources/}. */
interface DefinitionStore {

    /** Reads it, or fails naming the file and the field. */
    PipelineDefinition load() throws IOException;

    /** Writes it. */
    void save(PipelineDefinition definition) throws IOException;
}
