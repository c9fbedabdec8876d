package dev.millrace.testbed.cluster;

import dev.millrace.testbed.process.JvmState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The command line {@code kubectl} for one user. */
record Kubectl(Supplier<Path> kubeconfig) {

    String run(String input, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(ClusterTools.KUBECTL.get().toString());
        command.add("--kubeconfig=" + kubeconfig.get());
        command.add("--cache-dir=" + JvmState.directory("kubectl-cache"));
        command.addAll(List.of(arguments));
        try {
            Path errors = Files.createTempFile("kubectl", ".err");
            try {
                return run(command, input, errors);
            } finally {
                Files.delete(errors);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not run kubectl " + String.join(" ", arguments), e);
        }
    }

    private static String run(List<String> command, String input, Path errors) throws IOException {
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException("kubectl " + String.join(" ", command.subList(3, command.size())) + ": "
                        + Files.readString(errors).strip());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        return output;
    }
}
