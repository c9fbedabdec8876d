package dev.millrace.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.testbed.process.Tool;
import dev.millrace.testbed.services.WorkerBinary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Dockerfiles of the services build on a local base image with busybox and, for the builder, the names of what it needs. */
class ImagesIT {
    private static final String BASE = "localhost/base:1";
    private static final List<String> WORKERS = List.of("kustomize-worker", "helm-worker");
    private static final String BASE_DOCKERFILE = """
            FROM scratch
            COPY busybox /bin/sh
            COPY iptables /usr/bin/iptables
            """;
    private static final String BUILDKIT = "localhost/buildkit:1";
    private static final List<String> BUILDKIT_PROGRAMS = List.of("buildkitd", "buildctl", "buildkit-runc");
    private static final String BUILDKIT_DOCKERFILE = """
            FROM scratch
            COPY buildkitd buildctl buildkit-runc /usr/bin/
            """;

    @TempDir
    static Path work = Path.of("");

    private static BuildahCli buildah() {
        return new BuildahCli(work);
    }

    @BeforeAll
    static void buildBaseImage() throws IOException {
        Optional<Path> buildah = Tool.onPath("buildah");
        Optional<Path> busybox = Tool.onPath("busybox");
        boolean missing = buildah.isEmpty() || busybox.isEmpty();
        if (missing && System.getenv("CI") != null) {
            throw new IllegalStateException("buildah and busybox-static are not installed (make tools installs them)");
        }
        assumeTrue(
                !missing, "skipped ImagesIT: buildah and busybox-static are not installed (make tools installs them)");
        Path context = Files.createDirectories(work.resolve("base"));
        Files.copy(busybox.orElseThrow(), context.resolve("busybox"));
        program(context.resolve("iptables"));
        Files.writeString(context.resolve("Dockerfile"), BASE_DOCKERFILE);
        buildah().run("build", "--isolation", "chroot", "-t", BASE, context.toString());
        Path buildkit = Files.createDirectories(work.resolve("buildkit"));
        for (String name : BUILDKIT_PROGRAMS) {
            program(buildkit.resolve(name));
        }
        Files.writeString(buildkit.resolve("Dockerfile"), BUILDKIT_DOCKERFILE);
        buildah().run("build", "--isolation", "chroot", "-t", BUILDKIT, buildkit.toString());
    }

    /** An executable in the place of a program: an image is only built here, not run. */
    private static void program(Path file) throws IOException {
        Files.writeString(file, "#!/bin/sh\n# " + file.getFileName() + "\n");
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("not made executable: " + file);
        }
    }

    static Stream<String> services() {
        return SourceTree.SERVICES.stream();
    }

    @ParameterizedTest
    @MethodSource("services")
    void theImageContainsTheServiceAndStartsIt(String service) throws IOException {
        Path context = context(service);

        buildah()
                .run(
                        "build",
                        "--isolation",
                        "chroot",
                        "--build-arg",
                        "BASE=" + BASE,
                        "--build-arg",
                        "BUILDKIT=" + BUILDKIT,
                        "-f",
                        context.resolve("src/main/docker/Dockerfile").toString(),
                        "-t",
                        "localhost/" + service,
                        context.toString());

        JsonNode config = buildah().config("localhost/" + service);
        assertThat(config.path("Entrypoint").valueStream().map(JsonNode::asText))
                .startsWith("java")
                .endsWith("-jar", "quarkus-run.jar");
        assertThat(config.path("ExposedPorts").propertyStream().map(Map.Entry::getKey))
                .containsExactly("8080/tcp");
        assertThat(config.path("Env").valueStream().map(JsonNode::asText)).contains("QUARKUS_HTTP_PORT=8080");
        assertThat(config.path("User").asText()).isEqualTo(service.equals("image-builder") ? "0:0" : "10001:10001");
        Path root = buildah().unpacked("localhost/" + service);
        assertThat(root.resolve("deployments/quarkus-run.jar")).isRegularFile();
        assertThat(root.resolve("deployments/lib/main")).isNotEmptyDirectory();
        assertThat(root.resolve("deployments/app")).isNotEmptyDirectory();
        for (String name : BUILDKIT_PROGRAMS) {
            Path program = root.resolve("usr/local/bin").resolve(name);
            assertThat(Files.isExecutable(program)).as(name).isEqualTo(service.equals("image-builder"));
        }
    }

    @Test
    void theImageOfTheAgentContainsItsWorkers() throws IOException {
        Path context = context("sync-agent");
        buildah()
                .run(
                        "build",
                        "--isolation",
                        "chroot",
                        "--build-arg",
                        "BASE=" + BASE,
                        "-f",
                        context.resolve("src/main/docker/Dockerfile").toString(),
                        "-t",
                        "localhost/agent",
                        context.toString());

        Path unpacked = buildah().unpacked("localhost/agent").resolve("deployments");

        assertThat(WORKERS).allSatisfy(name -> assertThat(unpacked.resolve(name))
                .isExecutable()
                .hasSameBinaryContentAs(WorkerBinary.path(name)));
    }

    /** The build context of a service: the parts of its folder that its Dockerfile needs, after {@code make build worker}. */
    private static Path context(String service) throws IOException {
        Path module = SourceTree.file(service + "-svc");
        Path context = Files.createTempDirectory(work, service);
        copy(module.resolve("src/main/docker"), context.resolve("src/main/docker"));
        copy(module.resolve("target/quarkus-app"), context.resolve("target/quarkus-app"));
        if (service.equals("sync-agent")) {
            Path place = Files.createDirectories(context.resolve("target/workers"));
            for (String worker : WORKERS) {
                Files.copy(WorkerBinary.path(worker), place.resolve(worker));
            }
        }
        return context;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            files.forEach(file -> {
                try {
                    Path copy = to.resolve(from.relativize(file));
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                } catch (IOException e) {
                    throw new UncheckedIOException("copying " + file, e);
                }
            });
        }
    }
}
