package dev.kinescope.desktop.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.kinescope.localcloud.LocalCloud;
import dev.kinescope.localcloud.LocalCloudSettings;
import dev.kinescope.localcloud.ServiceOperations;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;

/** Prints what the services of the local cloud offer, as a cloud started for it says. */
@Command(
        name = "operations",
        mixinStandardHelpOptions = true,
        description = "Print the operations that each service of the local cloud offers.")
final class OperationsCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Clock clock;
    private final PrintWriter out;

    @Option(
            names = "--json",
            description =
                    "Print one JSON document and nothing else: a list of services with protocols,"
                            + " offered and notOffered.")
    private boolean json;

    OperationsCommand(Clock clock, PrintWriter out) {
        this.clock = clock;
        this.out = out;
    }

    @Override
    public Integer call() throws JsonProcessingException {
        List<ServiceOperations> services;
        try (LocalCloud cloud = LocalCloud.start(LocalCloudSettings.inMemory().withClock(clock))) {
            services = cloud.operations();
        }
        if (json) {
            out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(services));
        } else {
            services.forEach(this::print);
        }
        return ExitCode.DONE;
    }

    private void print(ServiceOperations service) {
        int known = service.offered().size() + service.notOffered().size();
        out.println(service.service() + ": " + service.offered().size() + " of " + known);
        service.offered().forEach(name -> out.println("    " + name));
    }
}
