package dev.kinescope.localcloud.lambda;

import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;

/** One version of a function as it runs: its configuration and its children. */
final class Deployment {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu/MM/dd", Locale.ROOT);

    private final FunctionConfiguration function;
    private final ChildPool children;
    private final LambdaPorts ports;
    private final LambdaSettings settings;
    private final ChildCommands commands;
    private final Path code;

    Deployment(
            FunctionConfiguration function,
            Path code,
            ChildCommands commands,
            LambdaSettings settings,
            LambdaPorts ports) {
        this.function = function;
        this.code = code;
        this.commands = commands;
        this.settings = settings;
        this.ports = ports;
        this.children =
                new ChildPool(
                        this::startChild,
                        ports.scheduler(),
                        settings.idleTime(),
                        settings.maxChildren());
    }

    FunctionConfiguration function() {
        return function;
    }

    ChildPool children() {
        return children;
    }

    private Child startChild() throws IOException {
        String id = ports.ids().get().toString().replace("-", "");
        var log = new FunctionLog(ports.logs(), logGroup(), logStream(id), ports.clock());
        Path temporary = settings.directory().resolve("tmp").resolve(id).toAbsolutePath();
        ChildCommands.Line line =
                commands.line(function.runtimeAsString(), code, function.memorySize(), temporary);
        var environment = new HashMap<>(line.environment());
        environment.putAll(ChildEnvironment.of(function, ports, log));
        environment.put("LAMBDA_TASK_ROOT", code.toString());
        environment.put("LAMBDA_RUNTIME_DIR", commands.runtimeDirectory().toString());
        environment.put("TMPDIR", temporary.toString());
        var plan =
                new Child.Plan(
                        line.command(),
                        code,
                        temporary,
                        environment,
                        settings.initLimit(),
                        line.output());
        log.write(
                "INIT_START Runtime Version: %s (local, %s)"
                        .formatted(function.runtimeAsString(), version()));
        return Child.start(plan, log, ports.clock(), ports.scheduler());
    }

    private String version() {
        return switch (Runtimes.kind(function.runtimeAsString())) {
            case JAVA -> "JDK " + Runtime.version();
            case PYTHON -> "the machine's python3";
            case PROVIDED -> "bootstrap";
        };
    }

    private String logGroup() {
        if (function.loggingConfig() != null && function.loggingConfig().logGroup() != null) {
            return function.loggingConfig().logGroup();
        }
        return "/aws/lambda/" + function.functionName();
    }

    private String logStream(String id) {
        LocalDate today = LocalDate.ofInstant(ports.clock().instant(), ZoneOffset.UTC);
        return "%s/[%s]%s".formatted(DAY.format(today), function.version(), id);
    }
}
