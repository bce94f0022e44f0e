package dev.kinescope.desktop.settings;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps the settings in {@code settings.json} of one folder: replaced as a whole, readable by its
 * owner only, and never losing what it cannot read.
 */
public final class SettingsStore {
    private static final String NAME = "settings.json";
    private static final ObjectMapper MAPPER =
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private final Path folder;
    private final Path file;
    // What this version does not know is written back as it was.
    private ObjectNode document = MAPPER.createObjectNode();

    /** Keeps them in that folder, which is made when it is first needed. */
    public SettingsStore(Path folder) {
        this.folder = folder;
        this.file = folder.resolve(NAME);
    }

    /**
     * What was read.
     *
     * @param problem what of the file could not be used and where it is kept; empty if all is well
     */
    public record Loaded(Settings settings, Optional<String> problem) {}

    /** Where the settings are kept. */
    public Path file() {
        return file;
    }

    /** Reads the file; without one, or with a bad one, the defaults take its place. */
    public synchronized Loaded load() {
        JsonNode root;
        try {
            root = MAPPER.readTree(Files.readString(file));
        } catch (NoSuchFileException e) {
            return new Loaded(Settings.DEFAULTS, Optional.empty());
        } catch (JacksonException e) {
            return unusable("it is not JSON" + line(e), Settings.DEFAULTS);
        } catch (IOException e) {
            return new Loaded(
                    Settings.DEFAULTS,
                    Optional.of(
                            "The settings in "
                                    + file
                                    + " cannot be read ("
                                    + e.getMessage()
                                    + "); the defaults are used."));
        }
        var reader = new SettingsJson();
        Settings settings = reader.read(root);
        if (root instanceof ObjectNode known) {
            document = known;
        }
        return reader.problems().isEmpty()
                ? new Loaded(settings, Optional.empty())
                : unusable(String.join(", ", reader.problems()), settings);
    }

    private static String line(JacksonException e) {
        return e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
    }

    /** Sets the file aside, so that saving later does not lose what a person wrote. */
    private Loaded unusable(String reason, Settings instead) {
        String kept;
        try {
            Path copy = freeName();
            Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
            kept = "a copy is kept as " + copy.getFileName();
        } catch (IOException e) {
            kept = "no copy could be made (" + e.getMessage() + ")";
        }
        return new Loaded(
                instead,
                Optional.of(
                        "The settings in "
                                + file
                                + " cannot be used: "
                                + reason
                                + ". Defaults take their place; "
                                + kept
                                + "."));
    }

    private Path freeName() {
        Path copy = folder.resolve("settings.unusable.json");
        for (int i = 2; Files.exists(copy); i++) {
            copy = folder.resolve("settings.unusable-" + i + ".json");
        }
        return copy;
    }

    /**
     * Writes the settings, all or nothing.
     *
     * @throws IOException naming the file, if it cannot be written; the old one stays
     */
    public synchronized void save(Settings settings) throws IOException {
        ObjectNode next = document.deepCopy();
        SettingsJson.write(settings, next);
        Files.createDirectories(folder);
        Path written = Files.createTempFile(folder, "settings", ".new", ownerOnly());
        try {
            Files.writeString(
                    written, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(next));
            Files.move(
                    written,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(written);
        }
        document = next;
    }

    private FileAttribute<?>[] ownerOnly() {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            Set.copyOf(PosixFilePermissions.fromString("rw-------")))
                }
                : new FileAttribute<?>[0];
    }
}
