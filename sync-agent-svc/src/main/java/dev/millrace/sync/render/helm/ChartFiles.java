package dev.millrace.sync.render.helm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.sync.manifest.guard.UnusableFile;
import dev.millrace.sync.source.SourceTree;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The files that one rendering of a chart requests. */
final class ChartFiles {
    private static final Set<String> FOLDERS_OF_USE = Set.of("templates", "crds", "charts");
    private static final Set<String> FILES_OF_USE =
            Set.of("Chart.yaml", "Chart.lock", "values.yaml", "values.schema.json", "requirements.yaml");

    private static final int MAX_FILE_BYTES = 16 << 20;

    private final SourceTree tree;
    private final String chart;
    private Optional<SourceTree.Obstacle> refused = Optional.empty();

    /** @param chart the chart's folder */
    ChartFiles(SourceTree tree, String chart) {
        this.tree = tree;
        this.chart = chart;
    }

    /** Returns the first requested file that can't be used; empty if there was none. */
    Optional<SourceTree.Obstacle> refused() {
        return refused;
    }

    ObjectNode answer(ObjectNode question) {
        String path = question.path("path").asText();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        if (question.path("ask").asText().equals("file")) {
            file(path, answer);
        } else {
            tree.list(path).ifPresentOrElse(children -> entries(answer, children), () -> answer.put("absent", true));
        }
        return answer;
    }

    private void file(String path, ObjectNode answer) {
        Optional<byte[]> content = tree.read(path, MAX_FILE_BYTES);
        Optional<String> unusable = content.isEmpty()
                ? tree.tooLarge(path, MAX_FILE_BYTES)
                : isOfUse(path) ? content.flatMap(UnusableFile::reason) : Optional.empty();
        if (unusable.isPresent()) {
            refused = refused.or(() -> Optional.of(new SourceTree.Obstacle(path, unusable.get())));
            answer.put("absent", true);
        } else {
            content.ifPresentOrElse(bytes -> answer.put("content", bytes), () -> answer.put("absent", true));
        }
    }

    /** A folder may hold other files that no template uses; the objects that a template includes them in are checked instead. */
    private boolean isOfUse(String path) {
        String within = chart.isEmpty() ? path : path.substring(Math.min(path.length(), chart.length() + 1));
        int slash = within.indexOf('/');
        return slash < 0 ? FILES_OF_USE.contains(within) : FOLDERS_OF_USE.contains(within.substring(0, slash));
    }

    private static void entries(ObjectNode answer, List<SourceTree.Child> children) {
        ArrayNode entries = answer.putArray("entries");
        children.forEach(child -> entries.addObject()
                .put("name", child.name())
                .put(
                        "kind",
                        switch (child.kind()) {
                            case FILE -> "file";
                            case DIRECTORY -> "dir";
                            case SUBMODULE -> "submodule";
                            case SYMLINK, ABSENT -> "link";
                        }));
    }
}
