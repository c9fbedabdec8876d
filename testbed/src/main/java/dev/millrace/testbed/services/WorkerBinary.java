package dev.millrace.testbed.services;

import dev.millrace.testbed.process.PartUnavailable;
import dev.millrace.testbed.process.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
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
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (Path file : files) {
                sha256.update(Files.readAllBytes(file));
            }
            return HexFormat.of().formatHex(sha256.digest()).substring(0, HEX_DIGITS);
        } catch (IOException e) {
            throw new UncheckedIOException("reading the sources of " + name, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static List<Path> goFiles(Path directory, int depth) throws IOException {
        try (Stream<Path> all = Files.walk(directory, depth)) {
            return all.filter(file -> file.toString().endsWith(".go")).sorted().toList();
        }
    }
}
