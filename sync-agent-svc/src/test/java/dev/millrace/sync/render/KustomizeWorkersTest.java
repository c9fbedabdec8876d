package dev.millrace.sync.render;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.sync.manifest.yaml.Scalars;
import dev.millrace.sync.source.MemoryTree;
import dev.millrace.sync.source.ReadSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The protocol, spoken by small shell scripts in the worker's place; the real worker is in {@code RenderersIT}. */
class KustomizeWorkersTest {
    private static final String OBJECT = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}";

    private final Path directory;

    private final MemoryTree tree = new MemoryTree(Map.of("over/kustomization.yaml", "resources: [a.yaml]"));

    KustomizeWorkersTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void answersWhatItIsAskedAndNotesIt() throws IOException {
        Path worker = script("""
                read request
                echo '{"id":"1","ask":"file","path":"over/kustomization.yaml"}'
                read answer
                echo '{"id":"1","ask":"stat","path":"over/absent"}'
                read answer
                echo '{"id":"1","ask":"dir","path":"over"}'
                read answer
                echo '{"id":"1","yaml":"%s"}'
                read more
                """.formatted(Base64.getEncoder().encodeToString(OBJECT.getBytes(UTF_8))));

        Rendering rendering = render(worker, Duration.ofSeconds(10));

        assertThat(rendering).isInstanceOfSatisfying(Rendering.Rendered.class, rendered -> {
            assertThat(rendered.manifests().objects()).hasSize(1);
            assertThat(rendered.readSet().entries().keySet())
                    .containsExactlyInAnyOrder("file:over/kustomization.yaml", "kind:over/absent", "dir:over");
        });
    }

    @Test
    void endsAWorkerThatHangsAndReplacesIt() throws IOException {
        Path worker = script("""
                read request
                if [ -e "$0.second" ]; then echo '{"id":"1","error":"no such base"}'; read more; fi
                touch "$0.second"
                read never
                read never
                """);
        try (KustomizeWorkers workers = new KustomizeWorkers(worker, 1, Duration.ofMillis(500))) {

            Rendering first = workers.render(new ReadSet.Recorder(tree), "over", Scalars.AS_WRITTEN);

            assertThat(first)
                    .isInstanceOfSatisfying(Rendering.Impossible.class, impossible -> assertThat(impossible.reason())
                            .isEqualTo("kustomize: it took longer than 0.5 s and was ended"));
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> workers.render(new ReadSet.Recorder(tree), "over", Scalars.AS_WRITTEN)
                                    instanceof Rendering.Impossible impossible
                            && impossible.reason().equals("kustomize: no such base"));
        }
    }

    @Test
    void saysSoWhenAWorkerDies() throws IOException {
        Path worker = script("read request\nexit 3\n");

        Rendering rendering = render(worker, Duration.ofSeconds(10));

        assertThat(rendering)
                .isInstanceOfSatisfying(Rendering.Impossible.class, impossible -> assertThat(impossible.reason())
                        .contains("its process ended"));
    }

    private Rendering render(Path worker, Duration limit) {
        try (KustomizeWorkers workers = new KustomizeWorkers(worker, 1, limit)) {
            return workers.render(new ReadSet.Recorder(tree), "over", Scalars.AS_WRITTEN);
        }
    }

    private Path script(String body) throws IOException {
        Path file = Files.writeString(directory.resolve("worker.sh"), "#!/bin/sh\n" + body);
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }
}
