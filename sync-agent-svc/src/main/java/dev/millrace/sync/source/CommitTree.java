package dev.millrace.sync.source;

import dev.millrace.git.read.Tree;
import java.util.List;
import java.util.Optional;

/** The files of a commit in a mirror. */
final class CommitTree implements SourceTree {
    private final Tree tree;

    CommitTree(Tree tree) {
        this.tree = tree;
    }

    @Override
    public Kind kind(String path) {
        return path.isEmpty()
                ? Kind.DIRECTORY
                : tree.kind(path).map(CommitTree::kind).orElse(Kind.ABSENT);
    }

    @Override
    public Optional<String> id(String path) {
        return tree.objectId(path);
    }

    @Override
    public Optional<byte[]> read(String path, long most) {
        return tree.read(path, most);
    }

    @Override
    public Optional<List<Child>> list(String directory) {
        if (kind(directory) != Kind.DIRECTORY) {
            return Optional.empty();
        }
        return Optional.of(tree.list(directory).stream()
                .map(entry -> new Child(entry.name(), kind(entry.kind()), entry.id()))
                .toList());
    }

    private static Kind kind(Tree.Kind kind) {
        return switch (kind) {
            case FILE, EXECUTABLE -> Kind.FILE;
            case DIRECTORY -> Kind.DIRECTORY;
            case SYMLINK -> Kind.SYMLINK;
            case SUBMODULE -> Kind.SUBMODULE;
        };
    }
}
