package dev.millrace.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Packages named plan, decide, edit or steer, and the states and limits of an Application, are pure: the same input gives the same output, on any machine, at any time. */
class PurePlanningTest {
    private static final String[] PURE = {
        "dev.millrace..plan..",
        "dev.millrace..decide..",
        "dev.millrace..edit..",
        "dev.millrace..steer..",
        "dev.millrace.sync.state..",
        "dev.millrace.sync.tenant.."
    };
    private static final Set<String> CLOCKS = Set.of("now", "currentTimeMillis", "nanoTime", "randomUUID", "getenv");

    @Test
    void planningUsesNoFileSocketOrProcess() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.file..", "java.nio.channels..", "java.net.http..", "java.sql..")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching(
                        "java\\.io\\.(File.*|RandomAccessFile|PrintStream)|java\\.net\\.(.*Socket|URL|URLConnection)"
                                + "|java\\.lang\\.(Process.*|Runtime|Thread)")
                .allowEmptyShould(true)
                .check(Project.MAIN_CLASSES);
    }

    @Test
    void planningUsesNoClockAndNoRandomness() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "java\\.time\\.(Clock|InstantSource)|java\\.util\\.(Random|concurrent\\.ThreadLocalRandom)|java\\.security\\.SecureRandom")
                .orShould()
                .callCodeUnitWhere(DescribedPredicate.describe(
                        "reads the time, the environment or a random number", PurePlanningTest::isImpure))
                .allowEmptyShould(true)
                .check(Project.MAIN_CLASSES);
    }

    @Test
    void planningLogsNothingAndIsNotInjected() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.jboss.logging..",
                        "org.slf4j..",
                        "java.util.logging..",
                        "jakarta.inject..",
                        "jakarta.enterprise..",
                        "io.quarkus..",
                        "io.smallrye..",
                        "io.micrometer..",
                        "org.eclipse.microprofile..",
                        "dev.millrace.messaging..")
                .allowEmptyShould(true)
                .check(Project.MAIN_CLASSES);
    }

    @Test
    void planningUsesNoClient() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.fabric8.kubernetes.client..", "org.eclipse.jgit..", "org.apache.kafka..")
                .allowEmptyShould(true)
                .check(Project.MAIN_CLASSES);
    }

    private static boolean isImpure(JavaCall<?> call) {
        String owner = call.getTargetOwner().getPackageName();
        return owner.startsWith("java.") && CLOCKS.contains(call.getTarget().getName());
    }
}
