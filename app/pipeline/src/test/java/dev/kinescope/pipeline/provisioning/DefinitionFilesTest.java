package dev.kinescope.pipeline.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.kinescope.pipeline.provisioning.DeliveryDefinition.Compression;
import dev.kinescope.pipeline.provisioning.StreamDefinition.Mode;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

class DefinitionFilesTest {
    private static final Path RESOURCES = Path.of("../../resources");
    private static final DefinitionDefaults LOCAL = DefinitionDefaults.local();

    @TempDir Path directory;

    @BeforeEach
    void copyWhatIsShipped() throws IOException {
        for (String name : new String[] {"stream.json", "delivery-stream.json"}) {
            Files.copy(RESOURCES.resolve(name), directory.resolve(name));
        }
    }

    private DefinitionFiles files() {
        return new DefinitionFiles(directory);
    }

    private void replace(String file, String before, String after) throws IOException {
        Path path = directory.resolve(file);
        String text = Files.readString(path);
        assertThat(text).contains(before);
        Files.writeString(path, text.replace(before, after));
    }

    @Test
    void theShippedFilesMakeTheLocalPipelineWithShortBuffers() throws IOException {
        PipelineDefinition definition = files().load(LOCAL);

        assertThat(definition.stream())
                .isEqualTo(new StreamDefinition("social-posts", Mode.PROVISIONED, 4, 24));
        assertThat(definition.delivery())
                .isEqualTo(
                        new DeliveryDefinition(
                                "social-posts-to-s3",
                                "kinescope-firehose",
                                "kinescope-results",
                                "posts/!{timestamp:yyyy/MM/dd/HH}/",
                                "errors/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd/HH}/",
                                1,
                                3,
                                1,
                                1,
                                Compression.UNCOMPRESSED,
                                Optional.empty()));
        assertThat(definition.delivery().fixedPrefix()).isEqualTo("posts/");
        assertThat(definition.delivery().fixedErrorPrefix()).isEqualTo("errors/");
    }

    @Test
    void anAccountGetsFirehosesOwnBuffersAndABucketOfItsOwn() throws IOException {
        DeliveryDefinition delivery =
                files().load(DefinitionDefaults.aws("123456789012", "eu-west-1")).delivery();

        assertThat(delivery.bufferMiB()).isEqualTo(5);
        assertThat(delivery.bufferSeconds()).isEqualTo(300);
        assertThat(delivery.bucket()).isEqualTo("kinescope-results-123456789012-eu-west-1");
    }

    @Test
    void savingUnchangedKeepsEveryPlaceholder() throws IOException {
        files().save(files().load(LOCAL), LOCAL);

        var json = new ObjectMapper();
        for (String name : new String[] {"stream.json", "delivery-stream.json"}) {
            assertThat(json.readTree(directory.resolve(name).toFile()))
                    .isEqualTo(json.readTree(RESOURCES.resolve(name).toFile()));
        }
    }

    @Test
    void whatTheFormChangesIsWrittenAndReadAgain() throws IOException {
        PipelineDefinition before = files().load(LOCAL);
        DeliveryDefinition delivery = before.delivery();
        PipelineDefinition changed =
                before.withStream(new StreamDefinition("other", Mode.ON_DEMAND, 4, 48))
                        .withDelivery(
                                new DeliveryDefinition(
                                        delivery.name(),
                                        delivery.role(),
                                        "elsewhere",
                                        "in/!{timestamp:yyyy}/",
                                        delivery.errorPrefix(),
                                        64,
                                        60,
                                        0.5,
                                        0,
                                        Compression.GZIP,
                                        Optional.of("raw/!{timestamp:yyyy}/")));

        files().save(changed, LOCAL);

        assertThat(files().load(LOCAL)).isEqualTo(changed);
    }

    @Test
    void aWrongValueIsNamedWithFileAndField() throws IOException {
        replace("delivery-stream.json", "\"${bufferSeconds}\"", "1000");

        assertThatThrownBy(() -> files().load(LOCAL))
                .isInstanceOf(DefinitionException.class)
                .hasMessage(
                        directory.resolve("delivery-stream.json")
                                + ": ExtendedS3DestinationConfiguration.BufferingHints"
                                + ".IntervalInSeconds: must be from 0 to 900, not 1000");
    }

    @Test
    void anErrorPrefixThatWouldTakeInTheResultsIsNamed() throws IOException {
        replace("delivery-stream.json", "\"errors/!{", "\"!{");

        assertThatThrownBy(() -> files().load(LOCAL))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining(
                        "delivery-stream.json: ExtendedS3DestinationConfiguration"
                                + ".ErrorOutputPrefix: must begin with a fixed folder");

        replace("delivery-stream.json", "\"!{firehose", "\"posts/!{firehose");
        assertThatThrownBy(() -> files().load(LOCAL))
                .hasMessageContaining("ErrorOutputPrefix: must not be the folder of the results");
    }

    @Test
    void aFieldThatWouldBeIgnoredIsNamed() throws IOException {
        replace("stream.json", "\"ShardCount\"", "\"ShardCounts\"");

        assertThatThrownBy(() -> files().load(LOCAL))
                .hasMessageContaining("stream.json: ShardCounts: is not a field");
    }

    @Test
    void anUnknownPlaceholderIsNamed() throws IOException {
        replace("stream.json", "${stream}", "${streem}");

        assertThatThrownBy(() -> files().load(LOCAL))
                .hasMessageContaining("StreamName: the placeholder ${streem} is not known");
    }

    @Test
    void textThatIsNotJsonIsNamedWithItsPlace() throws IOException {
        Files.writeString(directory.resolve("stream.json"), "{\n  \"StreamName\": oops\n}");

        assertThatThrownBy(() -> files().load(LOCAL))
                .hasMessageContaining("stream.json: not JSON at line 2");
    }

    @Test
    void thePoliciesAreFilledInForTheAccount() throws IOException {
        PipelineDefinition definition = files().load(LOCAL);

        PolicyFiles.Roles roles =
                new DefinitionFiles(RESOURCES)
                        .policies()
                        .roles(definition, new Arns("000000000000", "us-east-1"));

        assertThat(roles.delivery().name()).isEqualTo("kinescope-firehose");
        assertThat(roles.delivery().policy())
                .contains("arn:aws:kinesis:us-east-1:000000000000:stream/social-posts")
                .contains("arn:aws:s3:::kinescope-results/*")
                .doesNotContain("${");
        assertThat(roles.transform().trustPolicy()).contains("lambda.amazonaws.com");
    }
}
