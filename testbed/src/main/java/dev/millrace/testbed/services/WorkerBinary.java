package dev.millrace.testbed.services;

import dev.millrace.events.value.Sha256;
import dev.millrace.testbed.process.PartUnavailable;
import dev.millrace.testbed.process.Tool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A worker that {@code dev/install-tools} built from the sources in this tree, stored in the cache under their hash. */
public final class WorkerBinary {
    private static final int HEX_DIGITS = 16;

    private WorkerBinary() {}

    /**
     * Returns its path.
     *
     * @param name the name of the worker and of its folder, such as {@code helm-worker}
     * @throws PartUnavailable if the sources are not built
     */
    public static Path path(String name) {
        Path binary = Tool.cache()
                .resolve(name)
                .resolve(hash(ServiceProcess.projectRoot(), name))
                .resolve(name);
        if (!Files.isExecutable(binary)) {
            throw new PartUnavailable(name + " is not built (" + binary + " is missing; make tools)");
        }
        return binary;
    }

    /**
     * The hash that the installer uses: SHA-256 over the worker's Go files in the order of their names, its go.mod and go.sum, then the Go files and
     * go.mod of {@code shared-worker}.
     */
    private static String hash(Path project, String name) {
        Path worker = project.resolve(name);
        Path shared = project.resolve("shared-worker");
        try {
            List<Path> files = new ArrayList<>(goFiles(worker, 1));
            files.add(worker.resolve("go.mod"));
            files.add(worker.resolve("go.sum"));
            files.addAll(goFiles(shared, 2));
            files.add(shared.resolve("go.mod"));
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            for (Path file : files) {
                content.write(Files.readAllBytes(file));
            }
            return Sha256.hex(content.toByteArray()).substring(0, HEX_DIGITS);
        } catch (IOException e) {
            throw new UncheckedIOException("reading the sources of " + name, e);
        }
    }

    private static List<Path> goFiles(Path directory, int depth) throws IOException {
        try (Stream<Path> all = Files.walk(directory, depth)) {
            return all.filter(file -> file.toString().endsWith(".go")).sorted().toList();
        }
    }
}
