package dev.kinescope.desktop.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kinescope.desktop.shell.ConnectionChoice;
import dev.kinescope.desktop.theme.Appearance;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

class SettingsStoreTest {
    private static final Settings CHOSEN =
            new Settings(
                    Appearance.DARK,
                    new ConnectionChoice.Profile("work", "eu-central-1"),
                    new Settings.WindowSize(1280, 800));

    @TempDir private Path parent;

    private Path folder() {
        return parent.resolve("config");
    }

    private Path file() {
        return folder().resolve("settings.json");
    }

    private void write(String text) throws IOException {
        Files.createDirectories(folder());
        Files.writeString(file(), text);
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder())) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void withoutAFileTheDefaultsHoldAndNothingIsWritten() {
        assertThat(new SettingsStore(folder()).load())
                .isEqualTo(new SettingsStore.Loaded(Settings.DEFAULTS, Optional.empty()));
        assertThat(folder()).doesNotExist();
    }

    @Test
    void whatIsSavedIsReadAgain() throws Exception {
        for (ConnectionChoice choice :
                List.of(
                        new ConnectionChoice.LocalCloud(),
                        new ConnectionChoice.Profile("work", ""),
                        new ConnectionChoice.Endpoint(
                                URI.create("http://127.0.0.1:4566"), "us-east-1"))) {
            Settings settings = CHOSEN.withConnection(choice);
            new SettingsStore(folder()).save(settings);
            assertThat(new SettingsStore(folder()).load())
                    .isEqualTo(new SettingsStore.Loaded(settings, Optional.empty()));
        }
    }

    @Test
    void onlyItsOwnerCanReadItAndNothingElseIsLeft() throws Exception {
        new SettingsStore(folder()).save(CHOSEN);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(names()).containsExactly("settings.json");
    }

    @Test
    void aBrokenFileIsKeptAsideAndTheLineIsNamed() throws Exception {
        write("{\n  \"theme\": \"dark\",\n  oops\n}");
        var store = new SettingsStore(folder());
        SettingsStore.Loaded loaded = store.load();
        assertThat(loaded.settings()).isEqualTo(Settings.DEFAULTS);
        assertThat(loaded.problem().orElseThrow())
                .contains(file().toString())
                .contains("it is not JSON, line 3")
                .contains("settings.unusable.json");
        store.save(CHOSEN);
        assertThat(folder().resolve("settings.unusable.json")).content().contains("oops");
    }

    @Test
    void oneBadFieldIsNamedAndTheOthersHold() throws Exception {
        write(
                """
                {"theme": "pink", "window": {"width": 1280, "height": 800},
                 "connection": {"kind": "profile", "profile": "work", "region": "eu-central-1"}}\
                """);
        SettingsStore.Loaded loaded = new SettingsStore(folder()).load();
        assertThat(loaded.settings()).isEqualTo(CHOSEN.withAppearance(Appearance.SYSTEM));
        assertThat(loaded.problem().orElseThrow())
                .contains("theme is neither system, light nor dark");
    }

    @Test
    void fieldsItDoesNotKnowAreWrittenBack() throws Exception {
        write("{\"theme\": \"dark\", \"laterVersion\": {\"x\": 1}}");
        var store = new SettingsStore(folder());
        store.load();
        store.save(CHOSEN);
        assertThat(file()).content().contains("\"laterVersion\"").contains("\"x\" : 1");
    }

    @Test
    void anEndpointWithCredentialsInItIsNotTaken() throws Exception {
        write(
                """
                {"connection": {"kind": "endpoint", "endpoint": "http://key:secret@host:1"}}\
                """);
        SettingsStore.Loaded loaded = new SettingsStore(folder()).load();
        assertThat(loaded.settings().connection()).isEqualTo(new ConnectionChoice.LocalCloud());
        assertThat(loaded.problem().orElseThrow())
                .contains("connection.endpoint")
                .doesNotContain("secret@");
    }

    @Test
    void whereNothingCanBeWrittenTheErrorSaysSo() throws Exception {
        Files.writeString(folder(), "a file where the folder should be");
        assertThatThrownBy(() -> new SettingsStore(folder()).save(CHOSEN))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("config");
    }
}
