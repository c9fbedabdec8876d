package dev.millrace.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the scripts of {@code docker-compose.yml} in a folder, with stand-ins for Kafka's programs that record their arguments. */
final class ComposeScripts {
    private static final JsonNode CONFIGS = SourceTree.documents(SourceTree.read("docker-compose.yml"))
            .getFirst()
            .path("configs");
    private static final List<String> ACCESS =
            List.of("kafka", "image-builder", "manifest-updater", "sync-agent", "drift-detector");
    private static final String STAND_IN = """
            #!/bin/sh
            printf '%s\\n' "$@" "" >>"$0.calls"
            """;

    private final Path directory;

    ComposeScripts(Path directory) throws IOException {
        this.directory = directory;
        for (String folder : ACCESS) {
            Files.createDirectories(access(folder));
        }
        Files.createDirectories(directory.resolve("bin"));
        for (String program : List.of("kafka-acls.sh", "kafka-topics.sh", "chown")) {
            Path file = Files.writeString(directory.resolve("bin").resolve(program), STAND_IN);
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
    }

    /** The content of a config, as the containers see it. */
    static String content(String config) {
        return CONFIGS.path(config).path("content").asText().replace("$$", "$");
    }

    /** The folder of a volume with passwords. */
    Path access(String volume) {
        return directory.resolve("access").resolve(volume);
    }

    void run(String config) throws IOException, InterruptedException {
        String script = content(config)
                .replace("/access/", directory.resolve("access") + "/")
                .replace("/opt/kafka/bin/", directory.resolve("bin") + "/");
        Path file = Files.writeString(directory.resolve(config), script);
        ProcessBuilder builder = new ProcessBuilder("bash", file.toString()).redirectErrorStream(true);
        builder.environment().merge("PATH", directory.resolve("bin").toString(), (path, bin) -> bin + ":" + path);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    /** The arguments of each call of one of Kafka's programs. */
    List<List<String>> calls(String program) throws IOException {
        List<List<String>> calls = new ArrayList<>();
        List<String> call = new ArrayList<>();
        for (String line : Files.readAllLines(directory.resolve("bin").resolve(program + ".calls"))) {
            if (line.isEmpty()) {
                calls.add(List.copyOf(call));
                call.clear();
            } else {
                call.add(line);
            }
        }
        return calls;
    }
}
