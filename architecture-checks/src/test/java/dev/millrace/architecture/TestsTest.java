package dev.millrace.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tests await, use real parts or twins, and are named after a behaviour. */
class TestsTest {

    @Test
    void noTestSleeps() {
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", Duration.class)
                .orShould()
                .callMethodWhere(DescribedPredicate.describe(
                        "TimeUnit.sleep is called",
                        call -> call.getTargetOwner().getName().equals("java.util.concurrent.TimeUnit")
                                && call.getName().equals("sleep")))
                .check(Project.TEST_CLASSES);
    }

    @Test
    void noTestMocks() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.mockito..", "org.easymock..", "org.powermock..", "io.mockk..")
                .check(Project.TEST_CLASSES);
    }

    @Test
    void noTestIsDisabled() {
        noMethods().should().beAnnotatedWith("org.junit.jupiter.api.Disabled").check(Project.TEST_CLASSES);
        noClasses().should().beAnnotatedWith("org.junit.jupiter.api.Disabled").check(Project.TEST_CLASSES);
    }

    @Test
    void aTestsNameIsASentence() {
        noMethods()
                .that()
                .areAnnotatedWith(Test.class)
                .should()
                .haveNameMatching("(test|should)[A-Z].*|test")
                .check(Project.TEST_CLASSES);
    }
}
