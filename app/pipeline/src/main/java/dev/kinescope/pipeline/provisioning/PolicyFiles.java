package dev.kinescope.pipeline.provisioning;

import java.util.List;

/** The policies of {@code resources/iam/}, whose placeholders are filled in per account. */
public final class PolicyFiles {

    /** The three roles of the definition, with the account and region filled in. */
    List<RoleDefinition> roles(PipelineDefinition definition, String account, String region) {
        throw new UnsupportedOperationException("not there yet");
    }
}
