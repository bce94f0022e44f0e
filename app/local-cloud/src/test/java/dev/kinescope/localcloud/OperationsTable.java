package dev.kinescope.localcloud;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Map;

/** Writes what the local cloud offers as the page of the documentation that tells it. */
final class OperationsTable {
    private static final Map<String, String> TITLES =
            Map.ofEntries(
                    Map.entry("comprehend", "Comprehend"),
                    Map.entry("ecr", "Elastic Container Registry"),
                    Map.entry("firehose", "Data Firehose"),
                    Map.entry("iam", "Identity and Access Management"),
                    Map.entry("kinesis", "Kinesis Data Streams"),
                    Map.entry("lambda", "Lambda"),
                    Map.entry("logs", "CloudWatch Logs"),
                    Map.entry("monitoring", "CloudWatch"),
                    Map.entry("s3", "S3"),
                    Map.entry("secretsmanager", "Secrets Manager"),
                    Map.entry("sts", "Security Token Service"));

    private static final String BEGIN =
            """
            # What the local cloud offers

            Written from the code by `mvn -q verify -pl app/local-cloud -Dtest=OperationsTableTest -Dtable=write`;
            a test fails when this page and the code differ. "Of" counts the operations of the AWS SDK for Java's client
            interface. `kinescope local-cloud operations --json` prints the same for a program. Operations that stream their
            answer, which only the asynchronous clients have, are not listed and not offered, for one `SubscribeToShard` of
            Kinesis: fan-out consumers can be registered and described, but not read from.

            """;

    private OperationsTable() {}

    static String of(List<ServiceOperations> services) {
        return BEGIN
                + "| Service | Signed as | Offered | Of | Protocols |\n|---|---|---:|---:|---|\n"
                + services.stream().map(OperationsTable::row).collect(joining())
                + "\nA client is answered in the protocol in which it asks. What is not offered"
                + " answers as AWS does for an\noperation that it does not know:\n\n"
                + "| Protocol | Status | Error code |\n|---|---:|---|\n"
                + services.stream()
                        .flatMap(service -> service.protocols().stream())
                        .distinct()
                        .map(protocol ->
                                "| %s | %d | `%s` |%n"
                                        .formatted(
                                                protocol.title(),
                                                protocol.status(),
                                                protocol.code()))
                        .collect(joining())
                + services.stream().map(OperationsTable::section).collect(joining());
    }

    private static String row(ServiceOperations service) {
        return "| %s | `%s` | %d | %d | %s |%n"
                .formatted(
                        title(service),
                        service.service(),
                        service.offered().size(),
                        service.offered().size() + service.notOffered().size(),
                        service.protocols().stream()
                                .map(ServiceOperations.Protocol::title)
                                .collect(joining(", ")));
    }

    private static String section(ServiceOperations service) {
        return """

        ## %s

        %s

        <details><summary>Not offered</summary>

        %s

        </details>
        """
                .formatted(title(service), names(service.offered()), names(service.notOffered()));
    }

    private static String title(ServiceOperations service) {
        return TITLES.getOrDefault(service.service(), service.service());
    }

    /** One name a line, so that a change shows as that line. */
    private static String names(List<String> operations) {
        return operations.isEmpty()
                ? "Nothing."
                : operations.stream().map(name -> "`" + name + "`").collect(joining(",\n"));
    }
}
