package dev.kinescope.localcloud.lambda;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How local Lambda behaves in time and how much it may run.
 *
 * @param directory where code is unpacked and functions run; its code survives a restart
 * @param createDelay how long a new function stays Pending
 * @param updateDelay how long an update stays InProgress
 * @param idleTime how long an unused child lives on
 * @param initLimit how long a child may take until it asks for its first event
 * @param maxChildren how many children one version of a function may have at a time
 * @param retryDelays the pauses before each further try of an Event invocation
 * @param programs the directories in which {@code python3} is looked for
 * @param archiveDelay how long after a Java function's first answer its classes are archived
 * @param registryForEcr {@code host:port} of a registry on this machine that images of ECR are
 *     pulled from instead
 */
public record LambdaSettings(
        Path directory,
        Duration createDelay,
        Duration updateDelay,
        Duration idleTime,
        Duration initLimit,
        int maxChildren,
        List<Duration> retryDelays,
        List<Path> programs,
        Duration archiveDelay,
        Optional<String> registryForEcr) {
    public LambdaSettings {
        retryDelays = List.copyOf(retryDelays);
        programs = List.copyOf(programs);
    }

    /** Local defaults: states are visible but short, and a cold laptop has time to start a JVM. */
    public static LambdaSettings in(Path directory) {
        return new LambdaSettings(
                directory,
                Duration.ofMillis(200),
                Duration.ofMillis(200),
                Duration.ofMinutes(5),
                Duration.ofSeconds(30),
                10,
                List.of(Duration.ofSeconds(2), Duration.ofSeconds(4)),
                searchPath(),
                Duration.ofSeconds(3),
                Optional.empty());
    }

    private static List<Path> searchPath() {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .filter(part -> !part.isBlank())
                .map(Path::of)
                .filter(Path::isAbsolute)
                .toList();
    }

    /** The same with functions Pending or InProgress for that long. */
    public LambdaSettings withDelay(Duration delay) {
        return new LambdaSettings(
                directory,
                delay,
                delay,
                idleTime,
                initLimit,
                maxChildren,
                retryDelays,
                programs,
                archiveDelay,
                registryForEcr);
    }

    /** The same with another bound on the children of one version. */
    public LambdaSettings withMaxChildren(int children) {
        return new LambdaSettings(
                directory,
                createDelay,
                updateDelay,
                idleTime,
                initLimit,
                children,
                retryDelays,
                programs,
                archiveDelay,
                registryForEcr);
    }

    /** The same with programs looked for elsewhere than on the PATH. */
    public LambdaSettings withPrograms(List<Path> directories) {
        return new LambdaSettings(
                directory,
                createDelay,
                updateDelay,
                idleTime,
                initLimit,
                maxChildren,
                retryDelays,
                directories,
                archiveDelay,
                registryForEcr);
    }

    /** The same with ECR's images pulled from a registry on this machine. */
    public LambdaSettings withRegistryForEcr(String registry) {
        return new LambdaSettings(
                directory,
                createDelay,
                updateDelay,
                idleTime,
                initLimit,
                maxChildren,
                retryDelays,
                programs,
                archiveDelay,
                Optional.of(registry));
    }

    /** The same with classes archived after another while. */
    public LambdaSettings withArchiveDelay(Duration delay) {
        return new LambdaSettings(
                directory,
                createDelay,
                updateDelay,
                idleTime,
                initLimit,
                maxChildren,
                retryDelays,
                programs,
                delay,
                registryForEcr);
    }
}
