package dev.millrace.sync.render;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.sync.manifest.guard.UnusableFile;
import dev.millrace.sync.source.SourceTree;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The files that one rendering of a kustomization requests. An unusable file counts as missing; the reason is recorded. */
final class KustomizeFiles {
    private static final int MAX_FILE_BYTES = 16 << 20;

    private final SourceTree tree;
    private Optional<SourceTree.Obstacle> refused = Optional.empty();
    private final List<String> missing = new ArrayList<>();

    KustomizeFiles(SourceTree tree) {
        this.tree = tree;
    }

    /** Returns the first requested file that can't be used; empty if there was none. */
    Optional<SourceTree.Obstacle> refused() {
        return refused;
    }

    /** Returns a link or submodule on the way to a requested file. Kustomize tries several names, so it may not need this one. */
    Optional<SourceTree.Obstacle> obstacle() {
        return missing.stream().flatMap(path -> tree.obstacle(path).stream()).findFirst();
    }

    ObjectNode answer(ObjectNode question) {
        String path = question.path("path").asText();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        switch (question.path("ask").asText()) {
            case "file" -> file(path, answer);
            case "dir" ->
                tree.list(path).ifPresentOrElse(children -> entries(answer, children), () -> absent(path, answer));
            default -> {
                SourceTree.Kind kind = tree.kind(path);
                if (kind == SourceTree.Kind.FILE || kind == SourceTree.Kind.DIRECTORY) {
                    answer.put("exists", true).put("dir", kind == SourceTree.Kind.DIRECTORY);
                } else {
                    absent(path, answer);
                }
            }
        }
        return answer;
    }

    private void file(String path, ObjectNode answer) {
        Optional<byte[]> content = tree.read(path, MAX_FILE_BYTES);
        Optional<String> unusable =
                content.isPresent() ? content.flatMap(UnusableFile::reason) : tree.tooLarge(path, MAX_FILE_BYTES);
        if (unusable.isPresent()) {
            refused = refused.or(() -> Optional.of(new SourceTree.Obstacle(path, unusable.get())));
            answer.put("absent", true);
        } else {
            content.ifPresentOrElse(
                    bytes -> answer.put("content", Base64.getEncoder().encodeToString(bytes)),
                    () -> absent(path, answer));
        }
    }

    private void absent(String path, ObjectNode answer) {
        missing.add(path);
        answer.put("absent", true);
    }

    private static void entries(ObjectNode answer, List<SourceTree.Child> children) {
        var entries = answer.putArray("entries");
        children.stream()
                .filter(c -> c.kind() == SourceTree.Kind.FILE || c.kind() == SourceTree.Kind.DIRECTORY)
                .forEach(c ->
                        entries.addObject().put("name", c.name()).put("dir", c.kind() == SourceTree.Kind.DIRECTORY));
    }
}
