package dev.kinescope.localcloud.lambda;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.ImageConfig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What an image says about how it is run (OCI image specification, image configuration). */
record ImageSettings(List<String> entryPoint, List<String> command, Map<String, String> variables) {
    /** The entry point of AWS's base images. */
    private static final List<String> LAMBDA_ENTRY_POINT = List.of("/lambda-entrypoint.sh");

    private static final String TASK_ROOT = "/var/task";

    /** These speak of the image's own file system, of which only the task root is here. */
    private static final Set<String> OF_THE_IMAGE =
            Set.of("PATH", "HOME", "LANG", "TZ", "LD_LIBRARY_PATH", "JAVA_HOME");

    private static final String FILE = "image.json";

    ImageSettings {
        entryPoint = List.copyOf(entryPoint);
        command = List.copyOf(command);
        variables = Map.copyOf(variables);
    }

    /** Reads the configuration document of an image. */
    static ImageSettings of(JsonNode document) {
        JsonNode config = document.path("config");
        var variables = new HashMap<String, String>();
        for (String variable : texts(config.path("Env"))) {
            int equals = variable.indexOf('=');
            String name = equals < 0 ? variable : variable.substring(0, equals);
            if (!OF_THE_IMAGE.contains(name) && !ChildEnvironment.RESERVED.contains(name)) {
                variables.put(name, equals < 0 ? "" : variable.substring(equals + 1));
            }
        }
        return new ImageSettings(
                texts(config.path("Entrypoint")), texts(config.path("Cmd")), variables);
    }

    private static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    /** What a function runs: its own ImageConfig goes before the image's. */
    ImageSettings with(@Nullable ImageConfig own) {
        return own == null
                ? this
                : new ImageSettings(
                        own.entryPoint().isEmpty() ? entryPoint : own.entryPoint(),
                        own.command().isEmpty() ? command : own.command(),
                        variables);
    }

    static @Nullable ImageConfig configOf(FunctionConfiguration function) {
        return function.imageConfigResponse() == null
                ? null
                : function.imageConfigResponse().imageConfig();
    }

    /**
     * The handler, which AWS's Java base images take from the command.
     *
     * @throws software.amazon.awssdk.services.lambda.model.InvalidParameterValueException when this
     *     is not how those images are run
     */
    String handler(String image) {
        if (!entryPoint.isEmpty() && !entryPoint.equals(LAMBDA_ENTRY_POINT)) {
            throw refused(
                    image,
                    "its ENTRYPOINT is %s, and the local cloud runs images with that of AWS's Java base image, %s, only"
                            .formatted(entryPoint, LAMBDA_ENTRY_POINT));
        }
        if (command.isEmpty() || command.getFirst().isBlank()) {
            throw refused(
                    image,
                    "it names no handler: give it one with CMD, or the function one with"
                            + " ImageConfig.Command");
        }
        return command.getFirst();
    }

    static void checkWorkingDirectory(@Nullable ImageConfig config) {
        if (config != null
                && config.workingDirectory() != null
                && !config.workingDirectory().equals(TASK_ROOT)) {
            throw LambdaErrors.invalid(
                    "The working directory %s is not offered by the local cloud: functions run in %s."
                            .formatted(config.workingDirectory(), TASK_ROOT));
        }
    }

    /** An image that is not run, with the reason. */
    static RuntimeException refused(String image, String reason) {
        return LambdaErrors.invalid(
                "InvalidImage: the source image %s cannot be run: %s.".formatted(image, reason));
    }

    /** Keeps the settings beside the unpacked image. */
    void write(Path directory) throws IOException {
        Files.write(directory.resolve(FILE), Models.JSON.writeValueAsBytes(this));
    }

    /** What {@link #write} kept. */
    static ImageSettings read(Path directory) throws IOException {
        return Models.JSON.readValue(
                Files.readAllBytes(directory.resolve(FILE)), ImageSettings.class);
    }
}
