package dev.millrace.testbed.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Command lines for JVMs with small heaps and fast starts, because many run in parallel on small machines. */
public final class JavaCommand {
    private static final List<String> SMALL = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-XX:+UseCompactObjectHeaders",
            "-Djava.net.preferIPv4Stack=true",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    /** All compilers, as on a server, and the collector that the JVM takes on one CPU. */
    private static final List<String> IMAGE = List.of("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders");

    private JavaCommand() {}

    /** Runs a main class on the class path of this JVM, including surefire's. */
    public static List<String> ofMain(String heap, String mainClass, String... arguments) {
        List<String> command = small(heap);
        command.add("@" + classPathFile());
        command.add(mainClass);
        command.addAll(List.of(arguments));
        return command;
    }

    /** Runs a main class on the class path of this JVM, with the options of the services' images, for measurements of single calls. */
    public static List<String> ofMainAsInImages(String heap, String mainClass, String... arguments) {
        List<String> command = new ArrayList<>(List.of(java(), "-Xmx" + heap));
        command.addAll(IMAGE);
        command.add("@" + classPathFile());
        command.add(mainClass);
        command.addAll(List.of(arguments));
        return command;
    }

    /** Runs an executable jar with these system properties. It ends when its heap is exhausted, as the services' images do. */
    public static List<String> ofJar(String heap, Path jar, List<String> systemProperties) {
        List<String> command = small(heap);
        command.add("-XX:+ExitOnOutOfMemoryError");
        systemProperties.forEach(property -> command.add("-D" + property));
        command.add("-jar");
        command.add(jar.toString());
        return command;
    }

    private static List<String> small(String heap) {
        List<String> command = new ArrayList<>(List.of(java(), "-Xmx" + heap));
        command.addAll(SMALL);
        return command;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** An argument file for the long class path. Written once, because parts that start in parallel read it. */
    private static Path classPathFile() {
        return Path.of(JvmState.remembered(
                "class-path", () -> writeClassPath(JvmState.directory()).toString()));
    }

    private static Path writeClassPath(Path directory) {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));
        String absolute = Stream.of(classPath.split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
        Path file = directory.resolve("class-path");
        try {
            Files.writeString(file, "-cp\n\"" + absolute.replace("\\", "\\\\") + "\"\n");
        } catch (IOException e) {
            throw new UncheckedIOException("could not write the class path for a child process", e);
        }
        return file;
    }
}
