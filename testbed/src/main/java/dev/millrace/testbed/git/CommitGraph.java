package dev.millrace.testbed.git;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TagBuilder;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/**
 * Commits by name in a repository on disk, each a minute after the one before. A change is a file, {@code path=content}, a link, {@code path->target}, or a
 * submodule, {@code path@commit}.
 */
public final class CommitGraph implements AutoCloseable {
    private static final String USER = "dana@example.com";

    private final Repository repository;
    private final Map<String, CommitId> commits = new HashMap<>();
    private final Map<CommitId, Map<String, String>> files = new HashMap<>();
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");

    public CommitGraph(Repository repository) {
        this.repository = repository;
    }

    /** Creates a bare repository, whose default branch is main. */
    public static CommitGraph in(Path directory) {
        return onDisk(() -> {
            Repository created = new FileRepositoryBuilder()
                    .setGitDir(directory.toFile())
                    .setBare()
                    .build();
            created.create(true);
            created.updateRef(Constants.HEAD).link("refs/heads/main");
            return new CommitGraph(created);
        });
    }

    public CommitId id(String name) {
        CommitId id = commits.get(name);
        if (id == null) {
            throw new IllegalArgumentException("no commit has this name: " + name);
        }
        return id;
    }

    /** Adds a user's commit. */
    public CommitId commit(String name, List<String> parents, String... changes) {
        return commitAs(USER, name, parents, name, changes);
    }

    /**
     * Adds a commit with the files of its first parent and of the changes; a merge names what it merges, too.
     *
     * @param committer an e-mail address
     */
    public CommitId commitAs(String committer, String name, List<String> parents, String message, String... changes) {
        Map<String, String> all = new TreeMap<>();
        if (!parents.isEmpty()) {
            all.putAll(files.getOrDefault(id(parents.getFirst()), Map.of()));
        }
        Stream.of(changes).forEach(change -> {
            String path = change.replaceFirst("(?s)(->|=|@).*", "");
            all.put(path, change.substring(path.length()));
        });
        CommitId commit = onDisk(() -> insert(committer, parents, message, all));
        commits.put(name, commit);
        files.put(commit, all);
        return commit;
    }

    private CommitId insert(String committer, List<String> parents, String message, Map<String, String> all)
            throws IOException {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            CommitBuilder builder = new CommitBuilder();
            builder.setTreeId(tree(inserter, all));
            builder.setParentIds(
                    parents.stream().map(parent -> objectId(id(parent))).toList());
            builder.setAuthor(person(USER));
            builder.setCommitter(new PersonIdent("Committer", committer, tick(), ZoneOffset.UTC));
            builder.setMessage(message);
            CommitId commit = new CommitId(inserter.insert(builder).name());
            inserter.flush();
            return commit;
        }
    }

    private static ObjectId tree(ObjectInserter inserter, Map<String, String> files) throws IOException {
        DirCache index = DirCache.newInCore();
        DirCacheBuilder builder = index.builder();
        for (Map.Entry<String, String> file : files.entrySet()) {
            DirCacheEntry entry = new DirCacheEntry(file.getKey());
            String value = file.getValue();
            if (value.startsWith("@")) {
                entry.setFileMode(FileMode.GITLINK);
                entry.setObjectId(ObjectId.fromString(value.substring(1)));
            } else {
                boolean link = value.startsWith("->");
                entry.setFileMode(link ? FileMode.SYMLINK : FileMode.REGULAR_FILE);
                byte[] content = value.substring(link ? 2 : 1).getBytes(StandardCharsets.UTF_8);
                entry.setObjectId(inserter.insert(Constants.OBJ_BLOB, content));
            }
            builder.add(entry);
        }
        builder.finish();
        return index.writeTree(inserter);
    }

    /** Moves a branch or a lightweight tag to a commit, by force. */
    public void move(GitRef ref, String name) {
        move(ref, objectId(id(name)));
    }

    /** Adds an annotated tag to a commit, a minute after the last change. */
    public void annotate(GitRef tag, String name) {
        ObjectId id = onDisk(() -> {
            try (ObjectInserter inserter = repository.newObjectInserter()) {
                TagBuilder builder = new TagBuilder();
                builder.setTag(tag.shortName());
                builder.setTagger(person(USER));
                builder.setMessage("A release");
                builder.setObjectId(objectId(id(name)), Constants.OBJ_COMMIT);
                ObjectId inserted = inserter.insert(builder);
                inserter.flush();
                return inserted;
            }
        });
        move(tag, id);
    }

    private void move(GitRef ref, ObjectId target) {
        onDisk(() -> {
            RefUpdate update = repository.updateRef(ref.value());
            update.setNewObjectId(target);
            return update.forceUpdate();
        });
    }

    private PersonIdent person(String mail) {
        return new PersonIdent("Dana", mail, tick(), ZoneOffset.UTC);
    }

    private Instant tick() {
        now = now.plusSeconds(60);
        return now;
    }

    private static ObjectId objectId(CommitId commit) {
        return ObjectId.fromString(commit.value());
    }

    private interface DiskWork<T> {
        T run() throws IOException;
    }

    private static <T> T onDisk(DiskWork<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        repository.close();
    }
}
