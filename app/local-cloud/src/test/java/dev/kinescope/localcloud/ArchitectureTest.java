package dev.kinescope.localcloud;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import dev.kinescope.localcloud.cloudwatch.MetricSink;
import dev.kinescope.localcloud.lambda.child.RuntimeLoop;

import java.time.Clock;
import java.time.Instant;

/** Who may know whom in the local cloud, and where time comes from. */
@AnalyzeClasses(packages = "dev.kinescope", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "dev.kinescope.localcloud";

    /** Every package that is a service: all but the root and what all of them stand on. */
    private static final DescribedPredicate<JavaClass> A_SERVICE =
            resideInAPackage(ROOT + ".*..")
                    .and(
                            not(
                                    resideInAnyPackage(
                                            ROOT + ".auth..",
                                            ROOT + ".calls..",
                                            ROOT + ".http..",
                                            ROOT + ".wire..",
                                            ROOT + ".store..",
                                            ROOT + ".time..")))
                    .as("a service");

    @ArchTest
    static final ArchRule SERVICES_DO_NOT_KNOW_THE_WIRE =
            noClasses()
                    .that(A_SERVICE)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(ROOT + ".http..", ROOT + ".wire..");

    @ArchTest
    static final ArchRule SERVICES_DO_NOT_KNOW_EACH_OTHER =
            slices().matching(ROOT + ".(*)..")
                    .that(
                            new DescribedPredicate<>("are services") {
                                @Override
                                public boolean test(
                                        com.tngtech.archunit.library.dependencies.Slice slice) {
                                    return slice.stream().anyMatch(A_SERVICE);
                                }
                            })
                    .should()
                    .notDependOnEachOther()
                    .ignoreDependency(A_SERVICE, equivalentTo(MetricSink.class));

    @ArchTest
    static final ArchRule ONLY_THE_ROOT_PACKAGE_WIRES =
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + ".*..")
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage(ROOT).and(not(equivalentTo(CloudIdentity.class))));

    @ArchTest
    static final ArchRule STORES_AND_TIME_STAND_ALONE =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            ROOT + ".store..",
                            ROOT + ".time..",
                            ROOT + ".wire..",
                            ROOT + ".calls..")
                    .should()
                    .dependOnClassesThat(
                            A_SERVICE.or(resideInAnyPackage(ROOT + ".http..", ROOT + ".auth..")));

    @ArchTest
    static final ArchRule FIELD_DESCRIPTIONS_OF_THE_SDK_STAY_IN_WIRE =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(ROOT + ".wire..")
                    .should()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("software.amazon.awssdk.core.SdkField");

    @ArchTest
    static final ArchRule TIME_COMES_FROM_A_CLOCK =
            noClasses()
                    .that(
                            // The settings' default, and a function's process, which is its own.
                            not(equivalentTo(LocalCloudSettings.class))
                                    .and(not(equivalentTo(RuntimeLoop.class))))
                    .should()
                    .callMethod(Instant.class, "now")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(Clock.class, "systemUTC")
                    .orShould()
                    .callMethod(Clock.class, "systemDefaultZone")
                    .as("time comes from a Clock that is passed in");

    @ArchTest
    static final ArchRule NOTHING_SLEEPS =
            noClasses()
                    .should()
                    .callMethod(Thread.class, "sleep", long.class)
                    .orShould()
                    .callMethod(Thread.class, "sleep", java.time.Duration.class);

    @ArchTest
    static final ArchRule THE_PRODUCT_KNOWS_NO_USER_INTERFACE =
            classes()
                    .that()
                    .resideInAPackage(ROOT + "..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideOutsideOfPackages(
                            "javafx..", "dev.kinescope.desktop..", "dev.kinescope.pipeline..");
}
