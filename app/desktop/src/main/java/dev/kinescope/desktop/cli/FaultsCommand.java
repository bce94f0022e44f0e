package dev.kinescope.desktop.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.kinescope.localcloud.faults.Fault;
import dev.kinescope.localcloud.faults.FaultJson;
import dev.kinescope.localcloud.faults.FaultsClient;
import dev.kinescope.localcloud.faults.Setting;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Makes a running local cloud fail on purpose, and says what it did. */
@Command(
        name = "faults",
        mixinStandardHelpOptions = true,
        description = {
            "Make a running local cloud fail on purpose.",
            "It is found, and the calls are signed, by AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID and"
                    + " AWS_SECRET_ACCESS_KEY, as 'kinescope local-cloud' prints them."
        })
final class FaultsCommand {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> environment;
    private final Clock clock;
    private final PrintWriter out;
    private final PrintWriter err;

    @Spec private @Nullable CommandSpec spec;

    FaultsCommand(Map<String, String> environment, Clock clock, PrintWriter out, PrintWriter err) {
        this.environment = environment;
        this.clock = clock;
        this.out = out;
        this.err = err;
    }

    /** What all of them take. */
    static final class Common {
        @Option(
                names = "--endpoint",
                paramLabel = "URL",
                description = "Where the local cloud is (default: $AWS_ENDPOINT_URL).")
        private @Nullable URI endpoint;

        @Option(names = "--json", description = "Print one JSON document and nothing else.")
        private boolean json;
    }

    /** One thing to ask of the dial. */
    @FunctionalInterface
    private interface Turn {
        int turn(FaultsClient dial) throws IOException, InterruptedException;
    }

    @Command(name = "list", description = "Show what is set, and how often each has struck.")
    int list(@picocli.CommandLine.Mixin Common common) throws InterruptedException {
        return at(
                common,
                "List the faults",
                dial -> {
                    List<Setting> settings = dial.list();
                    if (common.json) {
                        out.println(text(FaultJson.bytes(settings)));
                    } else if (settings.isEmpty()) {
                        out.println("No fault is set.");
                    } else {
                        settings.forEach(each -> out.println(line(each)));
                    }
                    return ExitCode.DONE;
                });
    }

    @Command(name = "clear", description = "Clear one fault, or all.")
    int clear(
            @picocli.CommandLine.Mixin Common common,
            @Parameters(paramLabel = "ID", arity = "0..1", description = "Which (default: all).")
                    @Nullable String id)
            throws InterruptedException {
        return at(
                common,
                "Clear the faults",
                dial -> {
                    if (id == null) {
                        dial.clear();
                    } else {
                        dial.clear(id);
                    }
                    List<Setting> left = dial.list();
                    out.println(
                            common.json
                                    ? text(FaultJson.bytes(left))
                                    : id == null ? "No fault is set." : id + " is cleared.");
                    return ExitCode.DONE;
                });
    }

    @Command(
            name = "set",
            description = {
                "Set a fault. KIND and what it takes:",
                "  throttle-shard     --stream [--shard] [--traffic writes|reads|all]",
                "  reject-records     --stream [--code InternalFailure]",
                "  fail-call          --service --code [--operation] [--resource] [--status]"
                        + " [--moment before|after]",
                "  delay-call         --service --delay-millis [--operation] [--resource]",
                "  fail-items         [--code InternalServerError]   (texts of Comprehend)",
                "  crash-function     [--function]",
                "  time-out-function  [--function]",
                "  skew-clock         --seconds",
                "  delay-roles        --seconds",
                "  reshard            --stream --after-records [--change split|merge]",
                "All but the last three take --probability and --seed, and either --nth or --from"
                        + " and --most."
            })
    int set(@picocli.CommandLine.Mixin Common common, @picocli.CommandLine.Mixin Wanted wanted)
            throws InterruptedException {
        Fault fault;
        try {
            fault = FaultJson.fault(wanted.json());
        } catch (IllegalArgumentException e) {
            throw wrongUsage(Objects.requireNonNullElse(e.getMessage(), "This is no fault."));
        }
        return at(
                common,
                "Set the fault " + wanted.kind,
                dial -> {
                    String id = dial.set(fault);
                    out.println(common.json ? "{\"id\":\"" + id + "\"}" : id);
                    return ExitCode.DONE;
                });
    }

    /** A fault as options; which of them a kind takes is the fault's own matter. */
    static final class Wanted {
        @Parameters(paramLabel = "KIND", description = "What is to go wrong.")
        private String kind = "";

        @Option(names = "--stream", paramLabel = "NAME")
        private @Nullable String stream;

        @Option(names = "--shard", paramLabel = "ID")
        private @Nullable String shard;

        @Option(names = "--traffic", paramLabel = "WORD")
        private @Nullable String traffic;

        @Option(names = "--code", paramLabel = "CODE")
        private @Nullable String code;

        @Option(names = "--service", paramLabel = "NAME")
        private @Nullable String service;

        @Option(names = "--operation", paramLabel = "NAME")
        private @Nullable String operation;

        @Option(names = "--resource", paramLabel = "NAME")
        private @Nullable String resource;

        @Option(names = "--status", paramLabel = "N")
        private @Nullable Integer status;

        @Option(names = "--moment", paramLabel = "WORD")
        private @Nullable String moment;

        @Option(names = "--delay-millis", paramLabel = "N")
        private @Nullable Long delayMillis;

        @Option(names = "--function", paramLabel = "NAME")
        private @Nullable String function;

        @Option(names = "--seconds", paramLabel = "N")
        private @Nullable Long seconds;

        @Option(names = "--after-records", paramLabel = "N")
        private @Nullable Long afterRecords;

        @Option(names = "--change", paramLabel = "WORD")
        private @Nullable String change;

        @Option(names = "--probability", paramLabel = "P", description = "From 0 to 1 (default 1).")
        private @Nullable Double probability;

        @Option(names = "--seed", paramLabel = "N", description = "Which ones it strikes.")
        private @Nullable Long seed;

        @Option(names = "--from", paramLabel = "N", description = "The first it may strike.")
        private @Nullable Long from;

        @Option(names = "--most", paramLabel = "N", description = "How many it strikes at most.")
        private @Nullable Long most;

        @Option(names = "--nth", paramLabel = "N", description = "The only one it strikes.")
        private @Nullable Long nth;

        byte[] json() {
            ObjectNode fault = JSON.createObjectNode();
            fault.put("fault", kind)
                    .put("stream", stream)
                    .put("shard", shard)
                    .put("traffic", traffic)
                    .put("code", code)
                    .put("service", service)
                    .put("operation", operation)
                    .put("resource", resource)
                    .put("status", status)
                    .put("moment", moment)
                    .put("delayMillis", delayMillis)
                    .put("function", function)
                    .put("seconds", seconds)
                    .put("afterRecords", afterRecords)
                    .put("change", change)
                    .put("probability", probability)
                    .put("seed", seed)
                    .put("from", from)
                    .put("most", most)
                    .put("nth", nth);
            fault.properties().removeIf(member -> member.getValue().isNull());
            try {
                return JSON.writeValueAsBytes(fault);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("A tree in memory cannot be written.", e);
            }
        }
    }

    private int at(Common common, String doing, Turn turn) throws InterruptedException {
        URI endpoint =
                common.endpoint == null ? URI.create(wanted("AWS_ENDPOINT_URL")) : common.endpoint;
        String keyId = wanted("AWS_ACCESS_KEY_ID");
        String secret = wanted("AWS_SECRET_ACCESS_KEY");
        try (var dial = new FaultsClient(endpoint, keyId, secret, clock)) {
            return turn.turn(dial);
        } catch (FaultsClient.RefusedException e) {
            err.println(doing + " of " + endpoint + " failed: " + e.getMessage());
        } catch (IOException e) {
            err.println(
                    doing
                            + " of "
                            + endpoint
                            + " failed: it cannot be reached. Next: start it with 'kinescope"
                            + " local-cloud' and take over the lines that it prints.");
        }
        return ExitCode.FAILED;
    }

    private String wanted(String variable) {
        String value = environment.get(variable);
        if (value == null || value.isBlank()) {
            throw wrongUsage(
                    "The environment variable "
                            + variable
                            + " is not set: take over the lines that 'kinescope local-cloud'"
                            + " prints.");
        }
        return value;
    }

    private ParameterException wrongUsage(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }

    /** {@code fault-1 throttle-shard stream=posts … struck 3 of 17}. */
    private static String line(Setting setting) {
        StringBuilder line = new StringBuilder(setting.id()).append("  ");
        try {
            JSON.readTree(FaultJson.bytes(setting.fault()))
                    .properties()
                    .forEach(member -> {
                        String value = member.getValue().asText();
                        line.append(
                                member.getKey().equals("fault")
                                        ? value
                                        : " " + member.getKey() + "=" + value);
                    });
        } catch (IOException e) {
            throw new IllegalStateException("What was just written cannot be read.", e);
        }
        return line.append("  struck ")
                .append(setting.struck())
                .append(" of ")
                .append(setting.seen())
                .toString();
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
