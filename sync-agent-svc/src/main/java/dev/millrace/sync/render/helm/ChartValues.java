package dev.millrace.sync.render.helm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.sync.manifest.guard.UnusableFile;
import dev.millrace.sync.source.SourceTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The values of a chart, as YAML texts; later ones override earlier ones. */
final class ChartValues {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_BYTES = 4 << 20;

    private ChartValues() {}

    /** A values file that is unavailable. */
    static final class Missing extends Exception {
        private final String file;

        Missing(String file, String reason) {
            super(reason);
            this.file = file;
        }

        String file() {
            return file;
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }

    static List<byte[]> of(HelmRequest request, SourceTree tree) throws Missing {
        List<byte[]> all = new ArrayList<>();
        for (String file : request.spec().valuesFiles()) {
            all.add(file(request.directory(), file, tree));
        }
        request.spec().valuesFrom().forEach(reference -> request.inputs()
                .entry(reference)
                .ifPresent(text -> all.add(text.getBytes(StandardCharsets.UTF_8))));
        Map<String, Object> inline = request.spec().values();
        if (inline != null) {
            all.add(json(inline));
        }
        return all;
    }

    private static byte[] file(String directory, String file, SourceTree tree) throws Missing {
        Optional<String> path = within(directory, file);
        if (path.isEmpty()) {
            throw new Missing("spec.helm.valuesFiles", file + " is outside of the repository");
        }
        Optional<SourceTree.Obstacle> obstacle = tree.obstacle(path.get());
        if (obstacle.isPresent()) {
            throw new Missing(obstacle.get().path(), obstacle.get().reason());
        }
        Optional<byte[]> read = tree.read(path.get(), MAX_BYTES);
        if (read.isEmpty()) {
            throw new Missing(path.get(), tree.tooLarge(path.get(), MAX_BYTES).orElse("there is no such file"));
        }
        byte[] content = read.get();
        Optional<String> unusable = UnusableFile.reason(content);
        if (unusable.isPresent()) {
            throw new Missing(path.get(), unusable.get());
        }
        return content;
    }

    /** Returns the path from the repository's root; empty if it leaves the repository. */
    private static Optional<String> within(String directory, String file) {
        if (file.startsWith("/") || file.indexOf('\\') >= 0) {
            return Optional.empty();
        }
        List<String> names = new ArrayList<>(directory.isEmpty() ? List.of() : List.of(directory.split("/")));
        for (String name : file.split("/")) {
            if (name.equals("..") && names.isEmpty()) {
                return Optional.empty();
            } else if (name.equals("..")) {
                names.removeLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.add(name);
            }
        }
        return Optional.of(String.join("/", names));
    }

    private static byte[] json(Map<String, Object> values) {
        try {
            return JSON.writeValueAsBytes(values);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what came as JSON goes as JSON", e);
        }
    }
}
