package dev.kinescope.desktop.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.kinescope.desktop.shell.ConnectionChoice;
import dev.kinescope.desktop.theme.Appearance;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads and writes settings as JSON; a field that cannot be used keeps its default and is named.
 */
final class SettingsJson {
    private static final double LEAST = 320;
    private static final double MOST = 16_384;

    private final List<String> problems = new ArrayList<>();

    /** What was wrong, a sentence for each field. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    Settings read(JsonNode root) {
        if (!root.isObject()) {
            problems.add("it is not a JSON object");
            return Settings.DEFAULTS;
        }
        return new Settings(
                appearance(root.path("theme")),
                connection(root.path("connection")),
                window(root.path("window")));
    }

    private Appearance appearance(JsonNode node) {
        if (node.isMissingNode()) {
            return Settings.DEFAULTS.appearance();
        }
        for (Appearance appearance : Appearance.values()) {
            if (name(appearance).equals(node.asText())) {
                return appearance;
            }
        }
        problems.add("theme is neither system, light nor dark");
        return Settings.DEFAULTS.appearance();
    }

    private ConnectionChoice connection(JsonNode node) {
        if (node.isMissingNode()) {
            return Settings.DEFAULTS.connection();
        }
        String region = node.path("region").asText("");
        switch (node.path("kind").asText("")) {
            case "local" -> {
                return new ConnectionChoice.LocalCloud();
            }
            case "profile" -> {
                String profile = node.path("profile").asText("");
                if (!profile.isBlank()) {
                    return new ConnectionChoice.Profile(profile, region);
                }
                problems.add("connection.profile is missing");
            }
            case "endpoint" -> {
                try {
                    return new ConnectionChoice.Endpoint(
                            Endpoints.parse(node.path("endpoint").asText("")), region);
                } catch (IllegalArgumentException e) {
                    problems.add("connection.endpoint: " + e.getMessage());
                }
            }
            default -> problems.add("connection.kind is neither local, profile nor endpoint");
        }
        return Settings.DEFAULTS.connection();
    }

    private Settings.WindowSize window(JsonNode node) {
        if (node.isMissingNode()) {
            return Settings.DEFAULTS.window();
        }
        double width = node.path("width").asDouble(Double.NaN);
        double height = node.path("height").asDouble(Double.NaN);
        if (width >= LEAST && width <= MOST && height >= LEAST && height <= MOST) {
            return new Settings.WindowSize(width, height);
        }
        problems.add("window.width or window.height is not a size from 320 to 16384");
        return Settings.DEFAULTS.window();
    }

    /** Writes into a document whose other fields stay as they are. */
    static void write(Settings settings, ObjectNode root) {
        root.put("theme", name(settings.appearance()));
        ObjectNode connection = root.putObject("connection");
        switch (settings.connection()) {
            case ConnectionChoice.LocalCloud _ -> connection.put("kind", "local");
            case ConnectionChoice.Profile(String profile, String region) ->
                    connection.put("kind", "profile").put("profile", profile).put("region", region);
            case ConnectionChoice.Endpoint(URI endpoint, String region) ->
                    connection
                            .put("kind", "endpoint")
                            .put("endpoint", endpoint.toString())
                            .put("region", region);
        }
        root.putObject("window")
                .put("width", settings.window().width())
                .put("height", settings.window().height());
    }

    private static String name(Appearance appearance) {
        return appearance.name().toLowerCase(Locale.ROOT);
    }
}
