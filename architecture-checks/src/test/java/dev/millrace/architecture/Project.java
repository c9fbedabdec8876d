package dev.millrace.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The modules with their sources and classes. */
final class Project {
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    /** Checks only the modules that are built, for work in one module. */
    private static final boolean PARTIAL = Boolean.getBoolean("architecture.partial");

    static final JavaClasses MAIN_CLASSES = imported("target/classes", "src/main/java");
    static final JavaClasses TEST_CLASSES = imported("target/test-classes", "src/test/java");

    private Project() {}

    /** The modules of the parent POM. */
    static List<Path> modules() {
        Path root = root();
        return MODULE.matcher(read(root.resolve("pom.xml")))
                .results()
                .map(module -> root.resolve(module.group(1)))
                .toList();
    }

    /** Hand-written Java files of all modules. */
    static List<Path> sources(String folder) {
        return modules().stream()
                .map(module -> module.resolve(folder))
                .filter(Files::isDirectory)
                .flatMap(Project::javaFiles)
                .toList();
    }

    /** A file or folder, relative to the root. */
    static Path file(String path) {
        return root().resolve(path);
    }

    /** The documentation at the root and in {@code docs}. */
    static List<Path> documents() {
        try (Stream<Path> top = Files.list(root());
                Stream<Path> deep = Files.walk(file("docs"))) {
            return Stream.concat(top, deep)
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("listing the documentation", e);
        }
    }

    /** The path relative to the root, for messages. */
    static String relative(Path file) {
        return root().relativize(file).toString();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file, e);
        }
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        Path parent = here.getParent();
        if (parent == null || !Files.exists(parent.resolve("pom.xml"))) {
            throw new IllegalStateException("not started in the folder of a module: " + here);
        }
        return parent;
    }

    private static JavaClasses imported(String classes, String sources) {
        List<Path> folders = modules().stream()
                .filter(module -> Files.isDirectory(module.resolve(sources)))
                .map(module -> module.resolve(classes))
                .toList();
        List<Path> built = folders.stream().filter(Files::isDirectory).toList();
        if (built.size() < folders.size() && !PARTIAL) {
            throw new IllegalStateException("build all modules first (or -Darchitecture.partial=true): " + folders);
        }
        return new ClassFileImporter().importPaths(built);
    }

    private static Stream<Path> javaFiles(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException("listing " + folder, e);
        }
    }
}
