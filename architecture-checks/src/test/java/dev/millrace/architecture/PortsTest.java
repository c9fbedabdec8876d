package dev.millrace.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Ports use only our own types, so that a port can have an in-memory twin. */
class PortsTest {
    private static final List<String> EXTERNAL = List.of("org.eclipse.jgit", "io.fabric8");

    @Test
    void noJGitTypeLeavesSharedGit() {
        methods()
                .that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .resideInAPackage("dev.millrace.git..")
                .should(useOwnTypes())
                .allowEmptyShould(true)
                .check(Project.MAIN_CLASSES);
    }

    @Test
    void noInterfaceOfAServiceNamesAnExternalType() {
        methods()
                .that()
                .areDeclaredInClassesThat()
                .areInterfaces()
                .and()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(
                        "dev.millrace.builder..",
                        "dev.millrace.updater..",
                        "dev.millrace.sync..",
                        "dev.millrace.drift..")
                .should(useOwnTypes())
                .allowEmptyShould(true)
                .check(Project.MAIN_CLASSES);
    }

    @Test
    void recordsOfOneKeyAreNeverHandledInParallel() {
        noMethods()
                .that()
                .areAnnotatedWith("org.eclipse.microprofile.reactive.messaging.Incoming")
                .should()
                .beAnnotatedWith("io.smallrye.common.annotation.RunOnVirtualThread")
                .allowEmptyShould(true)
                .check(Project.MAIN_CLASSES);
    }

    private static ArchCondition<JavaMethod> useOwnTypes() {
        return new ArchCondition<>("have no type of " + EXTERNAL + " in their signature") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                Stream.concat(Stream.of(method.getReturnType()), method.getParameterTypes().stream())
                        .flatMap(type -> type.getAllInvolvedRawTypes().stream())
                        .map(JavaClass::getName)
                        .filter(name -> EXTERNAL.stream().anyMatch(name::startsWith))
                        .forEach(name -> events.add(
                                SimpleConditionEvent.violated(method, method.getFullName() + " names " + name)));
            }
        };
    }
}
