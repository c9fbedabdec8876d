package dev.millrace.git;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.git.commit.Person;
import dev.millrace.git.remote.Credentials;
import dev.millrace.git.remote.Remote;
import dev.millrace.git.transport.Refs;
import dev.millrace.git.write.CommitDraft;
import dev.millrace.git.write.CommitWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TagBuilder;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** A repository on disk in the role of the host, and a user's changes to it. */
public final class Upstream implements AutoCloseable {
    public static final GitRef MAIN = GitRef.branch("main");
    public static final Person DANA = new Person("Dana Miller", "dana@example.com");
    public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final Path directory;
    private final Repository repository;

    public Upstream(Path directory) {
        GitSettings.isolate();
        this.directory = directory;
        try {
            repository = new FileRepositoryBuilder()
                    .setGitDir(directory.toFile())
                    .setBare()
                    .build();
            repository.create(true);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    public Remote remote() {
        return new Remote(
                new RepositoryId("localhost/" + directory.getFileName()), directory.toUri(), new Credentials.None());
    }

    public Repository repository() {
        return repository;
    }

    /** Adds a commit on top of the branch. */
    public CommitId commit(GitRef branch, Map<String, String> files) {
        CommitId commit = write(tip(branch), files);
        move(branch, commit);
        return commit;
    }

    /** Adds a commit that is on no branch. */
    public CommitId write(Optional<CommitId> parent, Map<String, String> files) {
        return new CommitWriter(repository).write(draft(parent, files));
    }

    public static CommitDraft draft(Optional<CommitId> parent, Map<String, String> files) {
        Map<String, byte[]> bytes = files.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, file -> file.getValue().getBytes(StandardCharsets.UTF_8)));
        return new CommitDraft(parent, bytes, Set.of(), DANA, DANA, NOON, "Change " + files.keySet());
    }

    public Optional<CommitId> tip(GitRef ref) {
        try {
            return new Refs(repository).tip(ref);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    public void move(GitRef ref, CommitId commit) {
        move(ref, ObjectId.fromString(commit.value()));
    }

    private void move(GitRef ref, ObjectId target) {
        try {
            RefUpdate update = repository.updateRef(ref.value());
            update.setNewObjectId(target);
            update.forceUpdate();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    public void delete(GitRef ref) {
        try {
            RefUpdate update = repository.updateRef(ref.value());
            update.setForceUpdate(true);
            update.delete();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Adds an annotated tag. */
    public void tag(GitRef tag, CommitId commit) {
        insert(
                inserter -> {
                    TagBuilder builder = new TagBuilder();
                    builder.setTag(tag.shortName());
                    builder.setTagger(new PersonIdent("Dana", "dana@example.com"));
                    builder.setMessage("A release");
                    builder.setObjectId(ObjectId.fromString(commit.value()), Constants.OBJ_COMMIT);
                    return inserter.insert(builder);
                },
                id -> move(tag, id));
    }

    /** Adds a tag of a blob, which names no commit. */
    public void tagBlob(GitRef tag) {
        insert(inserter -> inserter.insert(Constants.OBJ_BLOB, new byte[] {1}), id -> move(tag, id));
    }

    /** A name in a tree, which Git's own commands may reject. */
    public record Item(byte[] name, FileMode mode, String content) {
        public Item(String name, FileMode mode, String content) {
            this(name.getBytes(StandardCharsets.UTF_8), mode, content);
        }
    }

    /** Adds a commit of just these names, in the given order. */
    public CommitId commitItems(GitRef branch, Item... items) {
        ObjectId[] commit = new ObjectId[1];
        insert(inserter -> commitOf(inserter, treeOf(inserter, items)), id -> {
            commit[0] = id;
            move(branch, id);
        });
        return new CommitId(commit[0].name());
    }

    /** Adds a commit of these names in a directory. */
    public CommitId commitItemsIn(GitRef branch, String directory, Item... items) {
        ObjectId[] commit = new ObjectId[1];
        insert(
                inserter -> {
                    TreeFormatter root = new TreeFormatter();
                    root.append(directory, FileMode.TREE, treeOf(inserter, items));
                    return commitOf(inserter, inserter.insert(root));
                },
                id -> {
                    commit[0] = id;
                    move(branch, id);
                });
        return new CommitId(commit[0].name());
    }

    /** Adds a commit of one file of zeros, which has a few kilobytes on disk. */
    public CommitId commitZeros(GitRef branch, String name, long size) {
        ObjectId[] commit = new ObjectId[1];
        insert(
                inserter -> {
                    ObjectId zeros = inserter.insert(Constants.OBJ_BLOB, size, new Zeros(size));
                    TreeFormatter root = new TreeFormatter();
                    root.append(name, FileMode.REGULAR_FILE, zeros);
                    return commitOf(inserter, inserter.insert(root));
                },
                id -> {
                    commit[0] = id;
                    move(branch, id);
                });
        return new CommitId(commit[0].name());
    }

    private static final class Zeros extends InputStream {
        private long left;

        Zeros(long size) {
            this.left = size;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] bytes, int from, int most) {
            int count = (int) Math.min(left, most);
            Arrays.fill(bytes, from, from + count, (byte) 0);
            left -= count;
            return count == 0 && most > 0 ? -1 : count;
        }
    }

    private static ObjectId treeOf(ObjectInserter inserter, Item... items) throws IOException {
        TreeFormatter tree = new TreeFormatter();
        for (Item item : items) {
            ObjectId id = item.mode() == FileMode.GITLINK
                    ? ObjectId.fromString("1".repeat(40))
                    : item.mode() == FileMode.TREE
                            ? inserter.insert(new TreeFormatter())
                            : inserter.insert(Constants.OBJ_BLOB, item.content().getBytes(StandardCharsets.UTF_8));
            tree.append(item.name(), 0, item.name().length, item.mode(), id, true);
        }
        return inserter.insert(tree);
    }

    private static ObjectId commitOf(ObjectInserter inserter, ObjectId tree) throws IOException {
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(tree);
        commit.setAuthor(new PersonIdent("Dana", "dana@example.com"));
        commit.setCommitter(commit.getAuthor());
        commit.setMessage("As it is\n");
        return inserter.insert(commit);
    }

    private interface Insertion {
        ObjectId with(ObjectInserter inserter) throws IOException;
    }

    private void insert(Insertion insertion, java.util.function.Consumer<ObjectId> then) {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            ObjectId id = insertion.with(inserter);
            inserter.flush();
            then.accept(id);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        repository.close();
    }
}
