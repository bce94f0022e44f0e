package dev.kinescope.pipeline;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;

/** The directions that keep the pipeline free of user interface, local cloud and hidden time. */
@AnalyzeClasses(
        packages = "dev.kinescope.pipeline",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule thePipelineKnowsNoUserInterface =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("javafx..", "dev.kinescope.desktop..");

    @ArchTest
    static final ArchRule thePipelineKnowsNoLocalCloudAndNoLambda =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.kinescope.localcloud..",
                            "dev.kinescope.producer..",
                            "dev.kinescope.transform..");

    @ArchTest
    static final ArchRule timeComesFromTheClockThatWasPassedIn =
            noClasses()
                    .should()
                    .callMethod(Instant.class, "now")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(System.class, "nanoTime")
                    .orShould()
                    .callMethod(Clock.class, "systemUTC")
                    .orShould()
                    .callMethod(LocalDate.class, "now")
                    .orShould()
                    .callMethod(LocalDateTime.class, "now")
                    .orShould()
                    .callMethod(OffsetDateTime.class, "now")
                    .orShould()
                    .callMethod(ZonedDateTime.class, "now");

    @ArchTest
    static final ArchRule theRunIsBuiltOnTheFeaturesAndNotTheOtherWayRound =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("dev.kinescope.pipeline.run..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("dev.kinescope.pipeline.run..");

    @ArchTest
    static final ArchRule aConnectionKnowsNoFeature =
            noClasses()
                    .that()
                    .resideInAPackage("dev.kinescope.pipeline.connection..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.kinescope.pipeline.provisioning..",
                            "dev.kinescope.pipeline.functions..",
                            "dev.kinescope.pipeline.streams..",
                            "dev.kinescope.pipeline.delivery..",
                            "dev.kinescope.pipeline.results..");
}
