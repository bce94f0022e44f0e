package dev.kinescope.pipeline.million;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * The memory of this process and of the functions it runs.
 *
 * @param heap bytes that are still used after a full collection
 * @param resident bytes of this process in memory
 * @param functions the same of each child process
 */
record Memory(long heap, long resident, List<Long> functions) {
    /** Collects the garbage and looks. */
    @SuppressWarnings("GarbageCollection") // What is left after it is the question.
    static Memory now() {
        System.gc();
        return new Memory(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                resident(ProcessHandle.current().pid()),
                ProcessHandle.current()
                        .descendants()
                        .map(ProcessHandle::pid)
                        .map(Memory::resident)
                        .filter(bytes -> bytes > 0)
                        .sorted()
                        .toList());
    }

    /** Linux tells it in kB; 0 where nobody does or the process has ended. */
    private static long resident(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
