package dev.millrace.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A module uses shared modules only. The CI side has no access to a cluster, and the cluster side receives no webhooks. */
class ModuleBordersTest {
    private static final String[] CI_SIDE = {"dev.millrace.builder..", "dev.millrace.updater.."};
    private static final String[] CLUSTER_SIDE = {"dev.millrace.sync..", "dev.millrace.drift.."};
    private static final Set<String> WRITES = Set.of(
            "create",
            "createOrReplace",
            "delete",
            "edit",
            "editStatus",
            "patch",
            "patchStatus",
            "replace",
            "replaceStatus",
            "scale",
            "serverSideApply",
            "update",
            "updateStatus",
            "unlock");

    @ParameterizedTest(name = "{0} uses {1}")
    @CsvSource(
            nullValues = "nothing",
            value = {
                "events, nothing",
                "git, events http",
                "messaging, events http",
                "cluster, events",
                "http, nothing",
                "registry, events http",
                "yaml, nothing",
                "builder, events git messaging http registry yaml",
                "updater, events git messaging http registry yaml",
                "sync, events git messaging cluster http registry",
                "drift, events messaging cluster",
                "testbed, events git messaging cluster"
            })
    void aModuleUsesOnlyTheSharedModulesItNeeds(String module, @Nullable String uses) {
        String[] allowed = Stream.concat(
                        Stream.of(module), uses == null ? Stream.empty() : Arrays.stream(uses.split(" ", -1)))
                .map(name -> "dev.millrace." + name + "..")
                .toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage("dev.millrace." + module + "..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("dev.millrace..").and(DescribedPredicate.not(resideInAnyPackage(allowed))))
                .allowEmptyShould(true)
                .check(Project.MAIN_CLASSES);
    }

    @Test
    void theCiSideHasNoAccessToACluster() {
        noClasses()
                .that()
                .resideInAnyPackage(CI_SIDE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.millrace.cluster..", "io.fabric8..", "io.javaoperatorsdk..")
                .allowEmptyShould(true)
                .check(Project.MAIN_CLASSES);
    }

    @Test
    void theClusterSideReceivesNoWebhooks() {
        noClasses()
                .that()
                .resideInAnyPackage(CLUSTER_SIDE)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.millrace.git.webhook..")
                .allowEmptyShould(true)
                .check(Project.MAIN_CLASSES);
    }

    @Test
    void theDetectorDoesNotWriteToTheCluster() {
        noClasses()
                .that()
                .resideInAPackage("dev.millrace.drift..")
                .should()
                .callCodeUnitWhere(DescribedPredicate.describe("writes to the cluster", ModuleBordersTest::writes))
                .allowEmptyShould(true)
                .check(Project.MAIN_CLASSES);
    }

    @Test
    void jgitStaysInSharedGitAndTheTestbed() {
        noClasses()
                .that()
                .resideInAPackage("dev.millrace..")
                .and()
                .resideOutsideOfPackages("dev.millrace.git..", "dev.millrace.testbed..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eclipse.jgit..")
                .check(Project.MAIN_CLASSES);
    }

    private static boolean writes(JavaCall<?> call) {
        AccessTarget.CodeUnitCallTarget target = call.getTarget();
        JavaClass owner = target.getOwner();
        return owner.getPackageName().startsWith("io.fabric8.kubernetes.client") && WRITES.contains(target.getName());
    }
}
