package dev.kinescope.localcloud;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.OnlyIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import java.time.Duration;

/** Tests advance a clock or await a condition. */
@AnalyzeClasses(packages = "dev.kinescope", importOptions = OnlyIncludeTests.class)
class ArchitectureOfTestsTest {
    @ArchTest
    static final ArchRule NO_TEST_SLEEPS =
            noClasses()
                    .should()
                    .callMethod(Thread.class, "sleep", long.class)
                    .orShould()
                    .callMethod(Thread.class, "sleep", Duration.class);
}
