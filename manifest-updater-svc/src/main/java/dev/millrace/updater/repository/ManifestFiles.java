package dev.millrace.updater.repository;

import dev.millrace.git.Tree;
import dev.millrace.updater.edit.find.Finder;
import dev.millrace.updater.policy.Policy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The files of a tree in which a policy's place may be. Symlinks are not followed; binary and huge files are left alone. */
public final class ManifestFiles {
    private static final int MOST_BYTES = 4 << 20;
    private static final String MARKER = "$imagepolicy";

    private ManifestFiles() {}

    /** Shows each file that at least one of the policies looks into and that holds what could mark a place. */
    public static void visit(Tree tree, List<Policy> policies, BiConsumer<String, byte[]> visitor) {
        List<String> signs = new ArrayList<>(List.of(MARKER));
        policies.forEach(policy -> {
            signs.add(policy.image().value());
            policy.where().finders().stream()
                    .filter(Finder.Comment.class::isInstance)
                    .forEach(finder -> signs.add(((Finder.Comment) finder).text()));
        });
        List<String> paths = new ArrayList<>();
        tree.walkFiles("", file -> {
            if (isFile(file.kind()) && policies.stream().anyMatch(policy -> policy.looksInto(file.path()))) {
                paths.add(file.path());
            }
        });
        for (String path : paths) {
            Optional<byte[]> content = tree.read(path);
            content.filter(bytes -> holdsOneOf(bytes, signs)).ifPresent(bytes -> visitor.accept(path, bytes));
        }
    }

    private static boolean isFile(Tree.Kind kind) {
        return kind == Tree.Kind.FILE || kind == Tree.Kind.EXECUTABLE;
    }

    private static boolean holdsOneOf(byte[] content, List<String> signs) {
        if (content.length > MOST_BYTES) {
            return false;
        }
        String text = new String(content, StandardCharsets.UTF_8);
        return text.indexOf('\0') < 0 && signs.stream().anyMatch(text::contains);
    }
}
