package dev.millrace.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs {@code buildah} with its own storage.
 *
 * @param work the folder of the storage
 */
record BuildahCli(Path work) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ACCEPT_ANYTHING = "{\"default\": [{\"type\": \"insecureAcceptAnything\"}]}";

    /** Runs a command and returns its standard output. */
    String run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("buildah", "--storage-driver", "vfs"));
        command.addAll(List.of("--root", work.resolve("storage").toString()));
        command.addAll(List.of("--runroot", work.resolve("run").toString()));
        command.addAll(List.of(arguments));
        Path errors = Files.createTempFile(work, "buildah", ".err");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("buildah " + arguments[0] + ": " + output + Files.readString(errors));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while buildah was running", e);
        }
        return output;
    }

    /** The run configuration of the image. */
    JsonNode config(String image) throws IOException {
        return JSON.readTree(run("inspect", "--type", "image", image)).at("/OCIv1/config");
    }

    /** Mounts the file system of the image. */
    Path unpacked(String image) throws IOException {
        Path policy = Files.writeString(work.resolve("policy.json"), ACCEPT_ANYTHING);
        String container = run("from", "--pull-never", "--signature-policy", policy.toString(), image)
                .strip();
        return Path.of(run("mount", container).strip());
    }
}
