package dev.millrace.sync.render.plain;

import dev.millrace.sync.manifest.ManifestReader;
import dev.millrace.sync.source.ReadSet;
import dev.millrace.sync.source.SourceTree;
import java.util.List;
import java.util.Optional;

/** Reads one directory, within bounds. */
final class DirectoryReader {
    private static final int DEEPEST = 100;

    /** In a directory with at most this many names, the result of a single file is not stored: it would be stored twice. */
    private static final int MAX_READ_TOGETHER = 20;

    private static final int MAX_FILE_BYTES = 8 << 20;
    private static final String LEAVE_OUT = "; leave it out with spec.plain.exclude if it holds no manifests";

    private final SourceTree tree;
    private final PlainFiles.Query query;
    private final Bounds bounds;
    private final FileCache cache;
    private final long until;
    private int files;
    private long bytes;

    DirectoryReader(SourceTree tree, PlainFiles.Query query, Bounds bounds, FileCache cache) {
        this.tree = tree;
        this.query = query;
        this.bounds = bounds;
        this.cache = cache;
        this.until = System.nanoTime() + bounds.time().toNanos();
    }

    /** The content exceeds the limits. */
    static final class TooMuch extends RuntimeException {
        private final boolean isTransient;

        TooMuch(String reason, boolean isTransient) {
            super(reason);
            this.isTransient = isTransient;
        }

        String reason() {
            return String.valueOf(getMessage());
        }

        boolean isTransient() {
            return isTransient;
        }
    }

    /**
     * Reads a directory and those within it.
     *
     * @param found records everything that was read, however the call ends
     */
    void directory(String path, List<SourceTree.Child> children, int depth, DirectoryContent found) {
        if (depth > DEEPEST) {
            throw new TooMuch(path + ": directories nested deeper than " + DEEPEST + " levels", false);
        }
        found.readSet.put("dir:" + path, ReadSet.listing(children));
        if (files + children.size() > bounds.files()) {
            refuseTooMany(path, children); // before any is read
        }
        Optional<String> project = project(path, children);
        if (project.isPresent()) {
            found.onlyUnreadable(project.get(), KluctlProject.REASON);
            return;
        }
        children(path, children, depth, found);
    }

    private void children(String path, List<SourceTree.Child> children, int depth, DirectoryContent found) {
        boolean many = children.size() > MAX_READ_TOGETHER;
        Optional<String> project = Optional.empty();
        for (SourceTree.Child child : children) {
            String within = SourceTree.within(path, child.name());
            String relative = query.relative(within);
            switch (child.kind()) {
                case FILE -> {
                    if (query.selection().hasFile(relative, child.name()) && file(within, child.id(), many, found)) {
                        project = Optional.of(within);
                    }
                }
                case DIRECTORY -> {
                    if (query.selection().hasDirectory(relative, child.name())) {
                        below(within, child.id(), depth, found);
                    }
                }
                case SYMLINK, SUBMODULE -> {
                    if (query.selection().mayHoldManifests(relative, child)) {
                        SourceTree.notFollowed(child.kind())
                                .ifPresent(reason -> found.unreadable(within, reason + LEAVE_OUT));
                    }
                }
                case ABSENT -> {}
            }
        }
        project.ifPresent(head -> found.onlyUnreadable(head, KluctlProject.REASON));
    }

    private Optional<String> project(String path, List<SourceTree.Child> children) {
        return children.stream()
                .filter(child -> child.kind() == SourceTree.Kind.FILE && KluctlProject.isNamed(child.name()))
                .map(child -> SourceTree.within(path, child.name()))
                .filter(within -> !query.selection().exclude().fits(query.relative(within)))
                .findFirst();
    }

    private void refuseTooMany(String path, List<SourceTree.Child> children) {
        DirectoryContent all = new DirectoryContent();
        all.files = (int) children.stream()
                .filter(child -> child.kind() == SourceTree.Kind.FILE)
                .filter(child ->
                        query.selection().hasFile(query.relative(SourceTree.within(path, child.name())), child.name()))
                .count();
        if (files + all.files > bounds.files()) {
            count(all);
        }
    }

    private void below(String path, String id, int depth, DirectoryContent found) {
        Optional<DirectoryContent> before = cache.get(path, id, query);
        if (before.isPresent()) {
            count(before.get());
            found.add(before.get());
            return;
        }
        DirectoryContent inside = new DirectoryContent();
        try {
            directory(path, tree.list(path).orElse(List.of()), depth + 1, inside);
        } finally {
            found.add(inside);
        }
        cache.put(path, id, query, inside);
    }

    /** Returns true if the file is the head of a kluctl project. */
    private boolean file(String path, String id, boolean isCached, DirectoryContent found) {
        found.readSet.put("file:" + path, id);
        Optional<DirectoryContent> before = cache.get(path, id, query);
        if (before.isPresent()) {
            count(before.get());
            found.add(before.get());
            return before.get().headsProject;
        }
        DirectoryContent one = new DirectoryContent();
        one.files = 1;
        Optional<byte[]> content = tree.read(path, MAX_FILE_BYTES);
        one.bytes = content.map(all -> all.length).orElse(0);
        count(one);
        one.headsProject = KluctlProject.mayBeHead(path)
                && content.filter(KluctlProject::isHead).isPresent();
        content.ifPresentOrElse(
                all -> one.add(ManifestReader.read(path, all, query.scalars())),
                () -> one.unreadable(path, "larger than " + (MAX_FILE_BYTES >> 20) + " MiB"));
        if (isCached) {
            cache.put(path, id, query, one);
        }
        found.add(one);
        return one.headsProject;
    }

    private void count(DirectoryContent more) {
        files += more.files;
        bytes += more.bytes;
        if (files > bounds.files()) {
            throw new TooMuch("more than " + bounds.files() + " manifests", false);
        }
        if (bytes > bounds.bytes()) {
            throw new TooMuch("its manifests are larger than " + (bounds.bytes() >> 20) + " MiB together", false);
        }
        if (System.nanoTime() - until > 0) {
            throw new TooMuch("reading it took longer than " + bounds.time().toMillis() / 1000.0 + " s", true);
        }
    }
}
