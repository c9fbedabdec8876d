package dev.millrace.bench.build;

import dev.millrace.bench.setup.BuildkitDaemon;
import dev.millrace.testbed.delivery.BuildkitPrograms;
import dev.millrace.testbed.delivery.LocalDelivery;
import dev.millrace.testbed.process.JvmState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code buildctl} on the daemon of image-builder-svc: the engine's own time for a build with its provenance, from a folder to an image in the
 * registry.
 */
final class EngineAlone {
    private static final long TIMEOUT_MINUTES = 3;

    private final String address;
    private final Path folder;
    private final String image;
    private int builds;

    private EngineAlone(String address, Path folder, String image) {
        this.address = address;
        this.folder = folder;
        this.image = image;
    }

    static EngineAlone of(LocalDelivery delivery) throws IOException {
        return new EngineAlone(
                BuildkitDaemon.of(delivery.builder()).address(),
                JvmState.directory("bench-engine"),
                delivery.registry().host() + "/bench/engine-alone");
    }

    /** Builds the Dockerfile with the changed file, and returns the milliseconds that the program took. */
    double build(String dockerfile, String content) throws IOException, InterruptedException {
        Path context = folder.resolve("context-" + ++builds);
        Path file = context.resolve(PushedBuilds.FILE);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, content);
        Files.writeString(context.resolve("Dockerfile"), dockerfile);
        Path log = folder.resolve("log");
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command(context))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES);
        double millis = (System.nanoTime() - start) / 1e6;
        if (!ended || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("buildctl failed: " + Files.readString(log));
        }
        return millis;
    }

    private List<String> command(Path context) {
        return List.of(
                BuildkitPrograms.client().toString(),
                "--addr",
                address,
                "build",
                "--progress=plain",
                "--frontend=dockerfile.v0",
                "--opt",
                "cmdline=builtin",
                "--local",
                "context=" + context,
                "--local",
                "dockerfile=" + context,
                "--opt",
                "attest:provenance=mode=max,version=v1",
                "--output",
                "type=image,push=true,registry.insecure=true,rewrite-timestamp=true,name=" + image + ":" + builds);
    }
}
