package dev.kinescope.localcloud;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Holds the page of the documentation to the code, or rewrites it with {@code -Dtable=write}. */
class OperationsTableTest {
    private static final Path PAGE = Path.of("..", "docs", "local-cloud-operations.md");

    @Test
    void theDocumentationListsWhatTheCodeOffers() throws IOException {
        String generated;
        try (LocalCloud cloud = LocalCloud.start(LocalCloudSettings.inMemory())) {
            generated = OperationsTable.of(cloud.operations());
        }
        if ("write".equals(System.getProperty("table"))) {
            Files.writeString(PAGE, generated);
        }

        assertThat(PAGE)
                .as(
                        "Rewrite it with: mvn -q verify -pl app/local-cloud"
                                + " -Dtest=OperationsTableTest -Dtable=write")
                .content()
                .isEqualTo(generated);
    }
}
