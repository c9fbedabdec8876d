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

/** One package per step of the data's way: packages depend in one direction and say what they are. */
class PackagesTest {
    private static final List<String> NAMELESS =
            List.of("util", "utils", "common", "impl", "service", "dto", "helper", "helpers", "misc");

    @Test
    void packagesFormNoCycles() {
        slices().matching("dev.millrace.(**)").should().beFreeOfCycles().check(Project.MAIN_CLASSES);
    }

    @Test
    void noPackageIsNamedAfterNothing() {
        noClasses()
                .should()
                .resideInAnyPackage(
                        NAMELESS.stream().map(name -> ".." + name + "..").toArray(String[]::new))
                .check(Project.MAIN_CLASSES);
    }

    @Test
    void noClassIsNamedImpl() {
        noClasses().should().haveSimpleNameEndingWith("Impl").check(Project.MAIN_CLASSES);
    }

    @Test
    void dependenciesComeThroughTheConstructor() {
        noFields().should().beAnnotatedWith("jakarta.inject.Inject").check(Project.MAIN_CLASSES);
    }

    @Test
    void everyPackageSaysWhatItIsAndIsNullMarked() {
        List<String> silent = Project.sources("src/main/java").stream()
                .map(file -> Objects.requireNonNull(file.getParent()))
                .distinct()
                .filter(folder -> !isDescribed(folder.resolve("package-info.java")))
                .map(Project::shown)
                .toList();

        assertThat(silent)
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
