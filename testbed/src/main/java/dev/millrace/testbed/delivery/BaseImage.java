package dev.millrace.testbed.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A locally built base image for machines without access to a public registry: a static busybox with its applets.
 */
public final class BaseImage {
    private static final List<Path> BUSYBOX = List.of(Path.of("/bin/busybox"), Path.of("/usr/bin/busybox"));
    private static final String DOCKERFILE = """
            FROM scratch
            COPY busybox /bin/busybox
            RUN ["/bin/busybox", "--install", "-s", "/bin"]
            """;

    private BaseImage() {}

    /**
     * Builds the image and pushes it.
     *
     * @param registry host and port of a registry on plain HTTP
     * @param work a directory for buildah's storage
     * @return the image's reference
     */
    public static String push(String registry, Path work) throws IOException {
        String reference = registry + "/base/busybox:1";
        Path context = Files.createDirectories(work.resolve("context"));
        Files.copy(busybox(), context.resolve("busybox"), StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(context.resolve("Dockerfile"), DOCKERFILE);
        buildah(work, "build", "--isolation", "chroot", "--tls-verify=false", "-t", reference, context.toString());
        buildah(work, "push", "--tls-verify=false", reference, "docker://" + reference);
        return reference;
    }

    /**
     * Builds an image on top of the base image and pushes it under several names.
     *
     * @param base its reference, the build argument {@code BASE}
     * @param context the folder of its Dockerfile
     * @param work the directory with which the base image was built
     * @param references the names, each with a tag
     */
    public static void pushAs(String base, Path context, Path work, List<String> references) throws IOException {
        String built = references.getFirst();
        buildah(
                work,
                "build",
                "--isolation",
                "chroot",
                "--tls-verify=false",
                "--build-arg",
                "BASE=" + base,
                "-t",
                built,
                context.toString());
        for (String reference : references) {
            buildah(work, "push", "--tls-verify=false", built, "docker://" + reference);
        }
    }

    private static Path busybox() {
        return BUSYBOX.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException("busybox is not installed; install the package busybox-static"));
    }

    private static void buildah(Path work, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("buildah", "--storage-driver", "vfs"));
        command.addAll(List.of(
                "--root",
                work.resolve("storage").toString(),
                "--runroot",
                work.resolve("run").toString()));
        Stream.of(arguments).forEach(command::add);
        Path log = work.resolve("buildah.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        try {
            if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException("buildah " + arguments[0] + " failed:\n" + Files.readString(log));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while buildah was running", e);
        }
    }
}
