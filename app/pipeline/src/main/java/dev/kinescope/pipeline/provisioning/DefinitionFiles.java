package dev.kinescope.pipeline.provisioning;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Reads and writes the definition as the files of {@code resources/}, in the shape of AWS requests.
 */
public final class DefinitionFiles {

    /**
     * Files of one directory.
     *
     * @param resources holds {@code stream.json}, {@code delivery-stream.json} and {@code iam/}
     */
    public DefinitionFiles(Path resources) {}

    /**
     * Reads the definition.
     *
     * @throws DefinitionException naming file and field
     */
    public PipelineDefinition load() throws IOException {
        throw new UnsupportedOperationException("not there yet");
    }

    /**
     * Writes {@code stream.json} and {@code delivery-stream.json}; keeps fields it does not know.
     */
    public void save(PipelineDefinition definition) throws IOException {
        throw new UnsupportedOperationException("not there yet");
    }

    /** The roles' policies, with their placeholders. */
    public PolicyFiles policies() throws IOException {
        throw new UnsupportedOperationException("not there yet");
    }
}
