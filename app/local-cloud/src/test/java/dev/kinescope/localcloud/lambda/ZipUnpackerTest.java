package dev.kinescope.localcloud.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kinescope.localcloud.lambda.FunctionZips.Entry;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** What a package may do to the machine it is unpacked on: nothing outside its directory. */
@DisabledOnOs(OS.WINDOWS)
class ZipUnpackerTest {
    @TempDir Path directory;
    private Path target;

    @BeforeEach
    void makeTarget() throws IOException {
        target = Files.createDirectories(directory.resolve("in/target"));
    }

    private void unpack(byte[] zip) throws IOException {
        Path file = directory.resolve("function.zip");
        Files.write(file, zip);
        ZipUnpacker.unpack(file, target);
    }

    private void refused(String reason, Entry... entries) throws IOException {
        CodeStore.deleteTree(target);
        Files.createDirectories(target);
        assertThatThrownBy(() -> unpack(FunctionZips.ofEntries(entries)))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void programsStayExecutableAndOthersAreNot() throws IOException {
        unpack(
                FunctionZips.ofEntries(
                        Entry.program("bin/run", "#!/bin/sh"), Entry.file("bin/data", "x")));

        assertThat(target.resolve("bin/run")).isExecutable();
        assertThat(Files.isExecutable(target.resolve("bin/data"))).isFalse();
    }

    @Test
    void linksWithinThePackageAreMade() throws IOException {
        unpack(
                FunctionZips.ofEntries(
                        Entry.link("lib/current", "../versions/two"),
                        Entry.file("versions/two/a.txt", "a"),
                        Entry.link("b.txt", "lib/current/a.txt")));

        assertThat(target.resolve("b.txt")).hasContent("a");
        assertThat(target.resolve("lib/current/a.txt")).hasContent("a");
    }

    @Test
    void linksThatLeadOutAreRefused() throws IOException {
        Files.writeString(directory.resolve("in/secret"), "s");

        refused("the entry 'a' points outside", Entry.link("a", "../secret"));
        refused("the entry 'a' points outside", Entry.link("a", "/etc/passwd"));
        // Harmless as text: only followed does it leave the directory.
        refused(
                "the entry 'a/b/up' points outside",
                Entry.link("a/b/up", "top/../secret"),
                Entry.link("a/b/top", "../.."));
        refused("the link 'a' leads nowhere", Entry.link("a", "missing"));
        refused("the link 'a' leads nowhere", Entry.link("a", "a"));
    }

    @Test
    void nothingIsWrittenThroughALink() throws IOException {
        refused("'a'", Entry.link("a", ".."), Entry.file("a/secret", "overwritten"));
        assertThat(directory.resolve("in/secret")).doesNotExist();
    }

    @Test
    void noLinkIsMadeThroughALinkAlsoOfARefusedPackage() throws IOException {
        Path outside = Files.createDirectories(directory.resolve("outside"));

        refused(
                "the link 'a/keys' lies below another link",
                Entry.link("a", "../../outside"),
                Entry.link("a/keys", "data"),
                Entry.link("a/new/deep/x", "data"));
        refused(
                "lies below another link",
                Entry.link("a/b/keys", "data"),
                Entry.link("a", "../../outside"));

        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void aBombOfDirectoriesIsRefused() throws IOException {
        refused("deep", Entry.file("a/".repeat(1000) + "x", "x"));
        var tree = new UnpackedTree(target, 1000, 10);

        assertThatThrownBy(() ->
                        tree.file("b/".repeat(10) + "x", InputStream.nullInputStream(), false))
                .hasMessageContaining("more than 10 files and directories");

        try (var made = Files.walk(target)) {
            assertThat(made).hasSizeLessThanOrEqualTo(11);
        }
    }

    @Test
    void namesThatNoFileCanHaveAreTheCallersFault() throws IOException {
        refused("Could not unzip uploaded file", Entry.file("a\0b", "x"));
        refused("Could not unzip uploaded file", Entry.file("a\0b/c", "x"));
        refused("is too long", Entry.file("n".repeat(256), "x"));
        refused("is too long", Entry.file(("n".repeat(200) + "/").repeat(30) + "x", "x"));
    }

    @Test
    void whatTheDirectoryOfTheZipPointsAtMustBeThere() {
        byte[] zip = FunctionZips.of(java.util.Map.of("a", new byte[10_000]));
        // The length of the name in the entry's own header.
        zip[27] = (byte) 0x7f;

        assertThatThrownBy(() -> unpack(zip))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("Could not unzip uploaded file.");
    }

    @Test
    void aFileCannotBeADirectoryToo() throws IOException {
        refused("'a/b' lies in a file", Entry.file("a", "x"), Entry.file("a/b", "x"));
        refused("'c' is both a file and a directory", Entry.file("c/d", "x"), Entry.file("c", "x"));
    }

    @Test
    void aMillionEntriesAreRefusedBeforeTheyAreRead() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i <= 100_000; i++) {
                zip.putNextEntry(new ZipEntry(Integer.toString(i)));
            }
        }

        assertThatThrownBy(() -> unpack(bytes.toByteArray()))
                .hasMessageContaining("it has 100001 entries, more than 100000");
        assertThat(target).isEmptyDirectory();
    }

    @Test
    void aBombStopsAtTheBoundWhateverItSaysOfItsSize() throws IOException {
        byte[] zip = FunctionZips.of(java.util.Map.of("zeros", new byte[262_144_001]));
        assertThat(zip.length).isLessThan(300_000);
        // The size in the central directory: a lie, as a bomb would tell.
        int central = find(zip, new byte[] {'P', 'K', 1, 2});
        zip[central + 24] = 1;
        zip[central + 25] = 0;
        zip[central + 26] = 0;
        zip[central + 27] = 0;

        assertThatThrownBy(() -> unpack(zip)).isInstanceOf(InvalidParameterValueException.class);
        try (var files = Files.walk(target)) {
            assertThat(
                            files.filter(Files::isRegularFile)
                                    .mapToLong(file -> file.toFile().length())
                                    .sum())
                    .isLessThanOrEqualTo(262_144_000);
        }
    }

    @Test
    void whatIsBrokenInTheMiddleIsNoZip() {
        byte[] zip = FunctionZips.of(java.util.Map.of("a", new byte[10_000]));
        for (int i = 40; i < 45; i++) {
            zip[i] = (byte) 0xff;
        }

        assertThatThrownBy(() -> unpack(zip))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("Could not unzip uploaded file.");
    }

    private static int find(byte[] bytes, byte[] wanted) {
        for (int i = 0; i < bytes.length - wanted.length; i++) {
            if (java.util.Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        throw new AssertionError("not found");
    }
}
