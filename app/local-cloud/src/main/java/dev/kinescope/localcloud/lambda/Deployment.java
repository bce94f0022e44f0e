package dev.kinescope.localcloud.lambda;

import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.PackageType;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

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
        Path task = isImage() ? CodeStore.taskRoot(code) : code;
        ChildCommands.Line line = commands.line(runtime(), task, function.memorySize(), temporary);
        boolean started = false;
        try {
            Child child = startChild(line, task, temporary, log);
            started = true;
            return child;
        } finally {
            if (!started) {
                line.startUp().ended();
            }
        }
    }

    private Child startChild(ChildCommands.Line line, Path task, Path temporary, FunctionLog log)
            throws IOException {
        var environment = new HashMap<>(line.environment());
        environment.putAll(ofTheImage());
        environment.putAll(ChildEnvironment.of(function, ports, log));
        environment.put("_HANDLER", handler());
        environment.put("LAMBDA_TASK_ROOT", task.toString());
        environment.put("LAMBDA_RUNTIME_DIR", commands.runtimeDirectory().toString());
        var plan =
                new Child.Plan(
                        line.command(),
                        task,
                        temporary,
                        environment,
                        settings.initLimit(),
                        line.output(),
                        line.leadsGroup(),
                        line.startUp());
        log.write(
                "INIT_START Runtime Version: %s (local, %s)"
                        .formatted(isImage() ? "image" : runtime(), version()));
        return Child.start(plan, log, ports.clock(), ports.scheduler());
    }

    private boolean isImage() {
        return function.packageType() == PackageType.IMAGE;
    }

    /** Images are run when they are laid out for Java, whose version does not matter. */
    private String runtime() {
        return isImage() ? "java" : function.runtimeAsString();
    }

    private Map<String, String> ofTheImage() throws IOException {
        return isImage() ? ImageSettings.read(code).variables() : Map.of();
    }

    private String handler() throws IOException {
        return isImage()
                ? ImageSettings.read(code)
                        .with(ImageSettings.configOf(function))
                        .handler(function.functionName())
                : function.handler();
    }

    private String version() {
        return switch (Runtimes.kind(runtime())) {
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
