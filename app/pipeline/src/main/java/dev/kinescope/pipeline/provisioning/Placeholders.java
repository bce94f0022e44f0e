package dev.kinescope.pipeline.provisioning;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills the <code>${…}</code> of a definition file; <code>!{…}</code> belongs to Firehose. */
final class Placeholders {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");

    private Placeholders() {}

    /**
     * Replaces every placeholder.
     *
     * @throws DefinitionException naming one that nobody knows
     */
    static String fill(Path file, String field, String text, Map<String, String> values) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(match -> {
                    String value = values.get(match.group(1));
                    if (value == null) {
                        throw new DefinitionException(
                                file, field, "the placeholder " + match.group() + " is not known");
                    }
                    return Matcher.quoteReplacement(value);
                });
    }
}
