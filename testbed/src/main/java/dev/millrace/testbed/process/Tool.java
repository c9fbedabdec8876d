package dev.millrace.testbed.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program at a pinned version: from {@code KUBEBUILDER_ASSETS}, else from {@code PATH} if its {@code --version} is the pinned one, else
 * from Millrace's tool cache {@code ${XDG_CACHE_HOME:-~/.cache}/millrace/<project>/<version>/<program>}.
 */
public record Tool(String project, String version, String program) {

    /** The path of the program, if it is installed. */
    public Optional<Path> find() {
        return Stream.of(assets(), onPathAtThisVersion(), cached())
                .flatMap(Optional::stream)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The path of the program. Throws with one line if it is missing. */
    public Path get() {
        return find().orElseThrow(() -> new PartUnavailable(missing()));
    }

    /** One line about the missing program. */
    public String missing() {
        return program + " " + version + " is not installed (make tools installs it into " + cache()
                + "; PATH and KUBEBUILDER_ASSETS are searched first)";
    }

    /** Millrace's tool cache. */
    public static Path cache() {
        String base = System.getenv("XDG_CACHE_HOME");
        return (base == null || base.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(base))
                .resolve("millrace");
    }

    /** A program of the system in any version. */
    public static Optional<Path> onPath(String program) {
        return Arrays.stream(
                        Objects.requireNonNullElse(System.getenv("PATH"), "").split(":"))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private Optional<Path> assets() {
        return Optional.ofNullable(System.getenv("KUBEBUILDER_ASSETS")).map(assets -> Path.of(assets, program));
    }

    private Optional<Path> cached() {
        return Optional.of(cache().resolve(project).resolve(version).resolve(program));
    }

    private Optional<Path> onPathAtThisVersion() {
        return onPath(program).filter(path -> versionOf(path).contains(version.replaceFirst("^v", "")));
    }

    private static String versionOf(Path path) {
        List<String> command = path.endsWith("kubectl")
                ? List.of(path.toString(), "version", "--client")
                : List.of(path.toString(), "--version");
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            return output;
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
