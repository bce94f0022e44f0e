package dev.kinescope.desktop;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import javafx.application.Platform;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;

/** The directions between the packages of the panel, and what only some of them may do. */
@AnalyzeClasses(packages = "dev.kinescope.desktop", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "dev.kinescope.desktop";
    private static final String[] SHARED = {
        ROOT + ".shell..",
        ROOT + ".dialogs..",
        ROOT + ".background..",
        ROOT + ".controls..",
        ROOT + ".theme.."
    };

    @ArchTest
    static final ArchRule featuresNeverDependOnEachOther =
            slices().matching(ROOT + ".(*)..")
                    .should()
                    .notDependOnEachOther()
                    .ignoreDependency(resideInAPackage(ROOT + ".."), resideInAnyPackage(SHARED))
                    .ignoreDependency(
                            resideInAPackage(ROOT + ".cli.."), resideInAPackage(ROOT + ".."));

    @ArchTest
    static final ArchRule sharedPartsKnowNoFeature =
            noClasses()
                    .that(resideInAnyPackage(SHARED))
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage(ROOT + ".*..").and(resideOutsideOfPackages(SHARED)));

    @ArchTest
    static final ArchRule onlyTheWiringAndTheCommandLineKnowTheLocalCloud =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(ROOT, ROOT + ".cli..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("dev.kinescope.localcloud..");

    @ArchTest
    static final ArchRule viewModelsKnowNeitherTheSceneNorTheSdk =
            noClasses()
                    .that()
                    .haveSimpleNameEndingWith("ViewModel")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("javafx.scene..", "software.amazon..");

    @ArchTest
    static final ArchRule theSdkStaysBehindThePipeline =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(ROOT)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("software.amazon..");

    @ArchTest
    static final ArchRule onlyBackgroundReachesTheUiThread =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(ROOT + ".background..")
                    .should()
                    .callMethod(Platform.class, "runLater", Runnable.class);

    /** Such a view listens weakly: one made for each call is collected with its listeners. */
    @ArchTest
    static final ArchRule viewsOfListsAreMadeOnce =
            noClasses()
                    .should()
                    .callMethodWhere(
                            describe(
                                    "unmodifiableObservableList is called outside a constructor",
                                    call ->
                                            call.getTarget()
                                                            .getName()
                                                            .equals("unmodifiableObservableList")
                                                    && !call.getOrigin().isConstructor()));

    @ArchTest
    static final ArchRule timeIsPassedIn =
            noClasses()
                    .that()
                    .doNotHaveFullyQualifiedName(ROOT + ".cli.KinescopeCommand")
                    .should()
                    .callMethod(Instant.class, "now")
                    .orShould()
                    .callMethod(LocalDate.class, "now")
                    .orShould()
                    .callMethod(LocalDateTime.class, "now")
                    .orShould()
                    .callMethod(ZonedDateTime.class, "now")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(Clock.class, "systemUTC")
                    .orShould()
                    .callMethod(Clock.class, "systemDefaultZone")
                    .orShould()
                    .callMethod(Clock.class, "system", java.time.ZoneId.class);

    @ArchTest
    static final ArchRule controllersAreFinal =
            classes()
                    .that()
                    .haveSimpleNameEndingWith("Controller")
                    .should()
                    .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL);
}
