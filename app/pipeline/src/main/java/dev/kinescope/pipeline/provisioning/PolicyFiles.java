package dev.kinescope.pipeline.provisioning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The policies of {@code resources/iam/}, whose placeholders are filled in per account. */
public final class PolicyFiles {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A role's two files are named after it. */
    private enum Role {
        FIREHOSE("firehose"),
        PRODUCER("producer"),
        TRANSFORM("transform");

        private final String word;

        Role(String word) {
            this.word = word;
        }
    }

    private final Path directory;
    private final Map<Path, String> texts;

    private PolicyFiles(Path directory, Map<Path, String> texts) {
        this.directory = directory;
        this.texts = texts;
    }

    static PolicyFiles read(Path directory) throws IOException {
        Map<Path, String> texts = new HashMap<>();
        for (Role role : Role.values()) {
            for (String part : new String[] {"trust", "policy"}) {
                Path file = file(directory, role, part);
                texts.put(file, Files.readString(file));
            }
        }
        return new PolicyFiles(directory, Map.copyOf(texts));
    }

    private static Path file(Path directory, Role role, String part) {
        return directory.resolve(role.word + "-role-" + part + ".json");
    }

    /** The three roles of a definition, with the account and region filled in. */
    Roles roles(PipelineDefinition definition, Arns arns) {
        Map<String, String> values = new HashMap<>();
        values.put("accountId", arns.accountId());
        values.put("region", arns.region());
        values.put("stream", definition.stream().name());
        values.put("streamArn", arns.stream(definition.stream().name()));
        values.put("deliveryStream", definition.delivery().name());
        values.put("firehoseRoleArn", arns.role(definition.delivery().role()));
        values.put("bucketArn", "arn:aws:s3:::" + definition.delivery().bucket());
        values.put("transformFunction", definition.transform().name());
        values.put("transformArn", arns.function(definition.transform().name()));
        values.put("producerFunction", definition.producer().name());
        return new Roles(
                role(Role.FIREHOSE, definition.delivery().role(), values),
                role(Role.PRODUCER, definition.producer().role(), values),
                role(Role.TRANSFORM, definition.transform().role(), values));
    }

    /** One role of each of the pipeline's parts that act on their own. */
    record Roles(RoleDefinition delivery, RoleDefinition producer, RoleDefinition transform) {}

    private RoleDefinition role(Role role, String name, Map<String, String> values) {
        return new RoleDefinition(
                name, filled(role, "trust", values), filled(role, "policy", values));
    }

    private String filled(Role role, String part, Map<String, String> values) {
        Path file = file(directory, role, part);
        String text = texts.get(file);
        if (text == null) {
            throw new DefinitionException(file, "", "was not read");
        }
        String filled = Placeholders.fill(file, "", text, values);
        try {
            // Compact, because AWS counts the characters of a policy.
            return JSON.readTree(filled).toString();
        } catch (JsonProcessingException wrong) {
            throw new DefinitionException(
                    file, "", "not JSON at line " + wrong.getLocation().getLineNr());
        }
    }
}
