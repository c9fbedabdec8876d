package dev.millrace.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** One package per step of the data flow: packages depend in one direction and have a description. */
class PackagesTest {
    private static final List<String> FORBIDDEN_NAMES =
            List.of("util", "utils", "common", "impl", "service", "dto", "helper", "helpers", "misc");

    @Test
    void packagesFormNoCycles() {
        slices().matching("dev.millrace.(**)").should().beFreeOfCycles().check(Project.MAIN_CLASSES);
    }

    @Test
    void noPackageHasAMeaninglessName() {
        noClasses()
                .should()
                .resideInAnyPackage(
                        FORBIDDEN_NAMES.stream().map(name -> ".." + name + "..").toArray(String[]::new))
                .check(Project.MAIN_CLASSES);
    }

    @Test
    void noClassIsNamedImpl() {
        noClasses().should().haveSimpleNameEndingWith("Impl").check(Project.MAIN_CLASSES);
    }

    @Test
    void dependenciesAreInjectedThroughTheConstructor() {
        noFields().should().beAnnotatedWith("jakarta.inject.Inject").check(Project.MAIN_CLASSES);
    }

    @Test
    void everyPackageHasADescriptionAndIsNullMarked() {
        List<String> undescribed = Project.sources("src/main/java").stream()
                .map(file -> Objects.requireNonNull(file.getParent()))
                .distinct()
                .filter(folder -> !isDescribed(folder.resolve("package-info.java")))
                .map(Project::relative)
                .toList();

        assertThat(undescribed)
                .as("packages without a Javadoc and @NullMarked in package-info.java")
                .isEmpty();
    }

    private static boolean isDescribed(Path info) {
        if (!Files.exists(info)) {
            return false;
        }
        String text = Project.read(info);
        return text.contains("/**") && text.contains("@NullMarked");
    }
}
