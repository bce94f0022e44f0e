package dev.kinescope.desktop.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kinescope.pipeline.provisioning.DeliveryDefinition.Compression;
import dev.kinescope.pipeline.provisioning.PipelineDefinition;
import dev.kinescope.pipeline.provisioning.StreamDefinition;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Optional;

class DefinitionFormTest {
    private final DefinitionForm form = new DefinitionForm();

    @BeforeEach
    void begin() {
        form.begin(SamplePipeline.DEFINITION);
    }

    private Optional<PipelineDefinition> definition() {
        return form.definitionProperty().get();
    }

    @Test
    void anUntouchedFormSaysWhatItBeganWith() {
        assertThat(definition()).contains(SamplePipeline.DEFINITION);
        assertThat(form.changedProperty().get()).isFalse();
    }

    @Test
    void anEditChangesThatFieldAlone() {
        form.shards.textProperty().set("8");

        assertThat(definition())
                .contains(
                        SamplePipeline.DEFINITION.withStream(
                                new StreamDefinition(
                                        "social-posts", StreamDefinition.Mode.PROVISIONED, 8, 24)));
        assertThat(form.shards.changedProperty().get()).isTrue();
        assertThat(form.streamName.changedProperty().get()).isFalse();
        assertThat(form.changedProperty().get()).isTrue();
    }

    @Test
    void revertingGoesBackToTheBeginning() {
        form.bucket.textProperty().set("other-bucket");
        form.compression.valueProperty().set(Compression.UNCOMPRESSED);

        form.revert();

        assertThat(definition()).contains(SamplePipeline.DEFINITION);
        assertThat(form.compression.changedProperty().get()).isFalse();
        assertThat(form.changedProperty().get()).isFalse();
    }

    @Test
    void aWrongFieldLeavesNoDefinition() {
        form.bufferSeconds.textProperty().set("901");

        assertThat(form.bufferSeconds.problemProperty().get()).isEqualTo("From 0 to 900.");
        assertThat(definition()).isEmpty();
        assertThat(form.changedProperty().get()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "twelve, 'A whole number, 24 to 8,760.'",
        "23, 'From 24 to 8,760.'",
        "8761, 'From 24 to 8,760.'",
        "' 24 ', ''",
        "8760, ''"
    })
    void retentionIsWithinItsBounds(String text, String problem) {
        form.retentionHours.textProperty().set(text);

        assertThat(form.retentionHours.problemProperty().get()).isEqualTo(problem);
    }

    @Test
    void shardsDoNotMatterOnDemand() {
        form.shards.textProperty().set("many");
        assertThat(definition()).isEmpty();

        form.mode.valueProperty().set(StreamDefinition.Mode.ON_DEMAND);

        assertThat(form.shards.problemProperty().get()).isEmpty();
        assertThat(definition().orElseThrow().stream())
                .isEqualTo(
                        new StreamDefinition(
                                "social-posts", StreamDefinition.Mode.ON_DEMAND, 4, 24));
    }

    @ParameterizedTest
    @CsvSource({
        "ab, 3 to 63",
        "Posts, 3 to 63",
        "posts-, 3 to 63",
        "po..sts, No two dots",
        "192.168.1.1, No two dots",
        "kinescope-${accountId}-results, ''",
        "acme.posts-results, ''"
    })
    void aBucketNameFollowsTheRulesOfS3(String name, String problem) {
        form.bucket.textProperty().set(name);

        assertThat(form.bucket.problemProperty().get()).startsWith(problem);
        assertThat(form.bucket.isValid()).isEqualTo(problem.isEmpty());
    }

    @Test
    void anErrorPrefixWithAnExpressionNamesTheKindOfError() {
        form.errorPrefix.textProperty().set("errors/!{timestamp:yyyy}/");

        assertThat(form.errorPrefix.problemProperty().get())
                .isEqualTo(
                        "With an expression it must also contain !{firehose:error-output-type}.");
    }

    @Test
    void anErrorPrefixIsNeededOnceThePrefixHasAnExpression() {
        form.errorPrefix.textProperty().set("");
        assertThat(form.errorPrefix.problemProperty().get())
                .isEqualTo("Needed, because the prefix has an expression.");

        form.prefix.textProperty().set("posts/");

        assertThat(form.errorPrefix.problemProperty().get()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "posts/!{timestamp:yyyy, !{timestamp:yyyy is not closed with }.",
        "posts/!{time:yyyy}/, !{time:yyyy} is not known to Firehose.",
        "posts/!{timestamp:}/, !{timestamp:} says nothing after the colon.",
        "posts/!{firehose:random-string}/, ''",
        "posts/!{firehose:error-output-type}/,"
                + " !{firehose:error-output-type} belongs into the error prefix only.",
        "posts/!{partitionKeyFromQuery:lang}/,"
                + " 'Partition keys need dynamic partitioning, which is not set up.'"
    })
    void aPrefixMayOnlyHoldWhatFirehoseKnows(String prefix, String problem) {
        form.prefix.textProperty().set(prefix);

        assertThat(form.prefix.problemProperty().get()).isEqualTo(problem);
    }

    @Test
    void turningTheRawBackupOnOffersAPrefix() {
        form.rawBackup.valueProperty().set(true);

        assertThat(definition().orElseThrow().delivery().rawBackupPrefix())
                .contains("raw/!{timestamp:yyyy/MM/dd/HH}/");

        form.rawBackupPrefix.textProperty().set("");
        assertThat(form.rawBackupPrefix.problemProperty().get())
                .isEqualTo("Needed, so that copies are not among the results.");

        form.rawBackup.valueProperty().set(false);
        assertThat(definition()).contains(SamplePipeline.DEFINITION);
    }
}
