package dev.kinescope.desktop;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.OnlyIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import java.time.Duration;

/** What holds for the panel's tests. */
@AnalyzeClasses(packages = "dev.kinescope.desktop", importOptions = OnlyIncludeTests.class)
class ArchitectureOfTestsTest {
    @ArchTest
    static final ArchRule noTestSleeps =
            noClasses()
                    .should()
                    .callMethod(Thread.class, "sleep", long.class)
                    .orShould()
                    .callMethod(Thread.class, "sleep", Duration.class);
}
