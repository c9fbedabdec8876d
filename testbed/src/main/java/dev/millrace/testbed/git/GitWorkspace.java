package dev.millrace.testbed.git;

import dev.millrace.events.value.CommitId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.PushResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * The workspace of a user, who commits and pushes over HTTP, always on top of the tip on the host. Reads come from the host, too. Not
 * thread-safe; use one workspace per thread.
 */
public final class GitWorkspace {
    private static final String AUTHOR = "Dana Miller";
    private static final String EMAIL = "dana@example.com";

    private final GitHost host;
    private final Path directory;
    private final CredentialsProvider account;

    GitWorkspace(GitHost host, Path directory) {
        this.host = host;
        this.directory = directory;
        this.account = new UsernamePasswordCredentialsProvider(host.user(), host.password());
    }

    /** Adds or replaces files on a branch, in one commit, and pushes it. A missing branch is created without history. */
    public CommitId push(String repository, String branch, Map<String, String> files, String message) {
        return push(repository, branch, files, Set.of(), message);
    }

    /** Adds or replaces files, removes others. */
    public CommitId push(
            String repository, String branch, Map<String, String> files, Set<String> removed, String message) {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        files.forEach((path, text) -> contents.put(path, text.getBytes(StandardCharsets.UTF_8)));
        return pushAny(repository, branch, contents, Map.of(), removed, message);
    }

    /**
     * Adds or replaces files with any content, adds symbolic links, and removes files.
     *
     * @param links the target of each link
     */
    public CommitId pushAny(
            String repository,
            String branch,
            Map<String, byte[]> files,
            Map<String, String> links,
            Set<String> removed,
            String message) {
        return onClone(repository, git -> {
            Optional<RevCommit> parent = fetch(git, repository, branch);
            ObjectId commit = commit(git.getRepository(), parent, files, links, removed, message);
            push(git, repository, commit, "refs/heads/" + branch, false);
            return new CommitId(commit.name());
        });
    }

    /** Reverts the tip, which must not be a merge: a new commit restores the content of its parent. */
    public CommitId revertTip(String repository, String branch) {
        return onClone(repository, git -> {
            RevCommit tip = fetch(git, repository, branch).orElseThrow(() -> missing(repository, branch));
            try (RevWalk walk = new RevWalk(git.getRepository());
                    ObjectInserter inserter = git.getRepository().newObjectInserter()) {
                RevCommit before = walk.parseCommit(tip.getParent(0));
                String message =
                        "Revert \"" + tip.getShortMessage() + "\"\n\nThis reverts commit " + tip.name() + ".\n";
                ObjectId commit = insert(inserter, before.getTree(), Optional.of(tip), message);
                push(git, repository, commit, "refs/heads/" + branch, false);
                return new CommitId(commit.name());
            }
        });
    }

    /** Puts a lightweight tag on the branch's tip and pushes it. */
    public CommitId tag(String repository, String branch, String tag) {
        return onClone(repository, git -> {
            RevCommit tip = fetch(git, repository, branch).orElseThrow(() -> missing(repository, branch));
            push(git, repository, tip, "refs/tags/" + tag, false);
            return new CommitId(tip.name());
        });
    }

    /** Moves a branch by force to a commit that the workspace has fetched or pushed. */
    public void forcePush(String repository, String branch, CommitId commit) {
        onClone(repository, git -> {
            push(git, repository, ObjectId.fromString(commit.value()), "refs/heads/" + branch, true);
            return commit;
        });
    }

    /** Deletes a branch on the host. */
    public void deleteBranch(String repository, String branch) {
        onClone(repository, git -> {
            push(git, repository, ":refs/heads/" + branch, false);
            return branch;
        });
    }

    /** The tip of the branch on the host, if the branch exists. */
    public Optional<CommitId> tip(String repository, String branch) {
        return onClone(repository, git -> fetch(git, repository, branch).map(tip -> new CommitId(tip.name())));
    }

    /** The content of a file on the branch of the host. */
    public Optional<String> read(String repository, String branch, String path) {
        return onClone(repository, git -> {
            Optional<RevCommit> tip = fetch(git, repository, branch);
            if (tip.isEmpty()) {
                return Optional.empty();
            }
            try (TreeWalk walk =
                    TreeWalk.forPath(git.getRepository(), path, tip.get().getTree())) {
                return walk == null
                        ? Optional.empty()
                        : Optional.of(new String(
                                git.getRepository().open(walk.getObjectId(0)).getBytes(), StandardCharsets.UTF_8));
            }
        });
    }

    /** The branch's commits on the host, newest first, first parents only. */
    public List<PushedCommit> log(String repository, String branch) {
        return onClone(repository, git -> {
            List<PushedCommit> log = new ArrayList<>();
            Optional<RevCommit> tip = fetch(git, repository, branch);
            try (RevWalk walk = new RevWalk(git.getRepository())) {
                walk.setFirstParent(true);
                if (tip.isPresent()) {
                    walk.markStart(walk.parseCommit(tip.get()));
                }
                walk.forEach(commit -> log.add(PushedCommit.of(commit)));
            }
            return List.copyOf(log);
        });
    }

    private static IllegalStateException missing(String repository, String branch) {
        return new IllegalStateException(repository + " has no branch " + branch);
    }

    private interface Work<T> {
        T with(Git git) throws IOException, GitAPIException;
    }

    private <T> T onClone(String repository, Work<T> work) {
        Path clone = directory.resolve(repository + ".git");
        try (Repository local = new FileRepositoryBuilder()
                        .setGitDir(clone.toFile())
                        .setBare()
                        .build();
                Git git = new Git(local)) {
            if (!clone.resolve("HEAD").toFile().exists()) {
                local.create(true);
                local.getConfig().setInt("gc", null, "auto", 0);
                local.getConfig().setInt("gc", null, "autopacklimit", 0);
                local.getConfig().save();
            }
            return work.with(git);
        } catch (IOException e) {
            throw new UncheckedIOException("working on " + repository, e);
        } catch (GitAPIException e) {
            throw new IllegalStateException("working on " + repository + ": " + e.getMessage(), e);
        }
    }

    private Optional<RevCommit> fetch(Git git, String repository, String branch) throws IOException, GitAPIException {
        String ref = "refs/heads/" + branch;
        boolean exists =
                git
                        .lsRemote()
                        .setRemote(host.url(repository).toString())
                        .setCredentialsProvider(account)
                        .call()
                        .stream()
                        .anyMatch(remote -> remote.getName().equals(ref));
        if (!exists) {
            return Optional.empty();
        }
        ObjectId tip = git.fetch()
                .setRemote(host.url(repository).toString())
                .setCredentialsProvider(account)
                .setTagOpt(TagOpt.NO_TAGS)
                .setRefSpecs(new RefSpec("+" + ref + ":" + ref))
                .call()
                .getAdvertisedRef(ref)
                .getObjectId();
        return Optional.of(git.getRepository().parseCommit(tip));
    }

    private void push(Git git, String repository, ObjectId commit, String ref, boolean force) throws GitAPIException {
        push(git, repository, commit.name() + ":" + ref, force);
    }

    private void push(Git git, String repository, String what, boolean force) throws GitAPIException {
        Iterable<PushResult> results = git.push()
                .setRemote(host.url(repository).toString())
                .setCredentialsProvider(account)
                .setForce(force)
                .setRefSpecs(new RefSpec(what))
                .call();
        for (PushResult result : results) {
            for (RemoteRefUpdate update : result.getRemoteUpdates()) {
                if (update.getStatus() != RemoteRefUpdate.Status.OK
                        && update.getStatus() != RemoteRefUpdate.Status.UP_TO_DATE) {
                    throw new IllegalStateException("push to " + repository + " " + what + ": " + update.getStatus()
                            + " " + update.getMessage());
                }
            }
        }
    }

    private static ObjectId commit(
            Repository local,
            Optional<RevCommit> parent,
            Map<String, byte[]> files,
            Map<String, String> links,
            Set<String> removed,
            String message)
            throws IOException {
        try (ObjectInserter inserter = local.newObjectInserter()) {
            DirCache index = parent.isPresent()
                    ? DirCache.read(local.newObjectReader(), parent.get().getTree())
                    : DirCache.newInCore();
            DirCacheEditor editor = index.editor();
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                ObjectId blob = inserter.insert(Constants.OBJ_BLOB, file.getValue());
                editor.add(edit(file.getKey(), FileMode.REGULAR_FILE, blob));
            }
            for (Map.Entry<String, String> link : links.entrySet()) {
                ObjectId blob =
                        inserter.insert(Constants.OBJ_BLOB, link.getValue().getBytes(StandardCharsets.UTF_8));
                editor.add(edit(link.getKey(), FileMode.SYMLINK, blob));
            }
            removed.forEach(path -> editor.add(new DirCacheEditor.DeletePath(path)));
            editor.finish();
            return insert(inserter, index.writeTree(inserter), parent, message);
        }
    }

    private static DirCacheEditor.PathEdit edit(String path, FileMode mode, ObjectId blob) {
        return new DirCacheEditor.PathEdit(path) {
            @Override
            public void apply(DirCacheEntry entry) {
                entry.setFileMode(mode);
                entry.setObjectId(blob);
            }
        };
    }

    private static ObjectId insert(ObjectInserter inserter, ObjectId tree, Optional<RevCommit> parent, String message)
            throws IOException {
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(tree);
        parent.ifPresent(commit::setParentId);
        PersonIdent person = new PersonIdent(AUTHOR, EMAIL);
        commit.setAuthor(person);
        commit.setCommitter(person);
        commit.setMessage(message);
        ObjectId id = inserter.insert(commit);
        inserter.flush();
        return id;
    }
}
