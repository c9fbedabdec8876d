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
        Path sources = ServiceProcess.projectRoot().resolve(name);
        Path binary = Tool.cache().resolve(name).resolve(hash(sources)).resolve(name);
        if (!Files.isExecutable(binary)) {
            throw new PartUnavailable(name + " is not built (" + binary + " is missing; make tools)");
        }
        return binary;
    }

    /** The hash that the installer uses: SHA-256 over the Go files in the order of their names, then go.mod and go.sum. */
    private static String hash(Path sources) {
        try (Stream<Path> all = Files.list(sources)) {
            List<Path> files = new ArrayList<>(
                    all.filter(file -> file.toString().endsWith(".go")).sorted().toList());
            files.add(sources.resolve("go.mod"));
            files.add(sources.resolve("go.sum"));
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            for (Path file : files) {
                content.write(Files.readAllBytes(file));
            }
            return Sha256.hex(content.toByteArray()).substring(0, HEX_DIGITS);
        } catch (IOException e) {
            throw new UncheckedIOException("reading the sources in " + sources, e);
        }
    }
}
