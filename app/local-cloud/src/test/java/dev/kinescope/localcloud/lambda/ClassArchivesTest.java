package dev.kinescope.localcloud.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kinescope.localcloud.store.MemoryDocumentStore;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Later cold starts of a Java function use what the first one has loaded. */
@Timeout(120)
class ClassArchivesTest {
    private static final Duration SOON = Duration.ofSeconds(90);

    @TempDir Path directory;
    private final byte[] zip = FunctionZips.ofHandlers();
    private final MemoryDocumentStore documents = new MemoryDocumentStore();

    private LambdaBench open() {
        return LambdaBench.inRealTime(
                LambdaSettings.in(directory).withArchiveDelay(Duration.ofMillis(10)), documents);
    }

    private List<Path> archives() {
        try (Stream<Path> files = Files.list(directory.resolve("archives"))) {
            return files.filter(file -> file.toString().endsWith(".jsa")).toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Whether the JVM of the function would not start without its archive: it fits then. */
    private static boolean isUsed(Path archive) throws IOException, InterruptedException {
        ProcessHandle child =
                ProcessHandle.current()
                        .children()
                        .filter(each ->
                                each.info().commandLine().orElse("").contains(archive.toString()))
                        .findFirst()
                        .orElseThrow();
        var command = new ArrayList<String>();
        command.add(child.info().command().orElseThrow());
        command.addAll(List.of(child.info().arguments().orElseThrow()));
        int main = command.indexOf("-cp") + 2;
        command.subList(main, command.size()).clear();
        command.addAll(List.of("-Xshare:on", "-version"));
        Path code = Path.of("/proc", Long.toString(child.pid()), "cwd").toRealPath();
        return new ProcessBuilder(command).directory(code.toFile()).start().waitFor() == 0;
    }

    @Test
    void anInitialisationThatEndsItselfIsNotRepeatedAndKeepsTheArchive() throws Exception {
        try (LambdaBench first = open()) {
            first.create("echo", "Echo", zip);
            first.awaitActive("echo");
            first.invoke("echo", "1");
            await().atMost(SOON).until(() -> archives().size() == 1);
        }
        try (LambdaBench second = open()) {
            second.create("exits", "Exits", zip);
            second.awaitActive("exits");
            assertThat(second.invoke("exits", "1").payload().asUtf8String())
                    .contains("exit status 4");
            assertThat(second.lines.stream().filter(line -> line.message().equals("exiting")))
                    .hasSize(1);
        }
        assertThat(archives()).hasSize(1);
    }

    private static String commandLines() {
        return ProcessHandle.current()
                .children()
                .map(child -> child.info().commandLine().orElse(""))
                .toList()
                .toString();
    }

    @Test
    void theSecondProcessStartsFromTheArchiveOfTheFirstEvenIfThatIsBroken() throws Exception {
        try (LambdaBench first = open()) {
            first.create("echo", "Echo", zip);
            first.awaitActive("echo");
            assertThat(first.invoke("echo", "1").payload().asUtf8String()).isEqualTo("1");
            await().atMost(SOON).until(() -> archives().size() == 1);
            assertThat(first.invoke("echo", "2").payload().asUtf8String()).isEqualTo("2");
        }
        Path archive = archives().getFirst();

        try (LambdaBench second = open()) {
            assertThat(LambdaBench.tail(second.invoke("echo", "3")))
                    .startsWith("INIT_START")
                    .contains("\nSTART RequestId: ");
            assertThat(commandLines()).contains("-XX:SharedArchiveFile=" + archive);
            assertThat(isUsed(archive)).isTrue();
            // Deleted and made anew, the code is the same.
            second.lambda.deleteFunction(delete -> delete.functionName("echo"));
            second.create("echo", "Echo", zip);
            second.awaitActive("echo");
            second.invoke("echo", "3");
            assertThat(isUsed(archive)).isTrue();
        }

        assertThat(archives()).containsExactly(archive);

        // The header is whole, what follows is not: the JVM itself fails.
        byte[] bytes = Files.readAllBytes(archive);
        for (int i = 8192; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31);
        }
        Files.write(archive, bytes);
        try (LambdaBench third = open()) {
            assertThat(third.invoke("echo", "4").payload().asUtf8String()).isEqualTo("4");
        }
        Files.write(archive, new byte[100]);
        try (LambdaBench fourth = open()) {
            assertThat(fourth.invoke("echo", "5").payload().asUtf8String()).isEqualTo("5");
        }
    }

    @Test
    void onlyTheLastUsedArchivesAreKept() throws Exception {
        Path archives = Files.createDirectories(directory.resolve("archives"));
        for (int i = 0; i < 12; i++) {
            Path old = Files.writeString(archives.resolve(i + ".jsa"), "");
            Files.setLastModifiedTime(old, java.nio.file.attribute.FileTime.fromMillis(1000L * i));
        }
        Files.writeString(archives.resolve("half.part"), "left by a killed process");

        try (LambdaBench bench = open()) {
            assertThat(archives.resolve("half.part")).doesNotExist();
            bench.createActive("echo", "Echo");
            bench.invoke("echo", "1");
            await().atMost(SOON).until(() -> archives().size() == 8);
        }
        assertThat(archives.resolve("11.jsa")).exists();
        assertThat(archives.resolve("3.jsa")).doesNotExist();
    }
}
