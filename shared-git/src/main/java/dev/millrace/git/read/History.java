package dev.millrace.git.read;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.git.GitUnavailable;
import dev.millrace.git.RepositoryCorruption;
import dev.millrace.git.commit.Commit;
import dev.millrace.git.commit.Person;
import dev.millrace.git.verify.SignedObject;
import dev.millrace.git.verify.SignedTag;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/** The commits of a mirror. Methods throw an {@link IllegalArgumentException} if it does not have the commit. */
public final class History {
    private static final int MAX_SEQUENCES = 1000;
    private static final int MAX_ANCESTRIES = 4;

    private final Repository repository;
    private final RepositoryCorruption corruption;

    /** Recent sequences: the next commit of a branch is one step away from a known one. */
    private final Map<String, Long> sequences = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MAX_SEQUENCES;
        }
    };

    /** The history of recent tips, because many callers ask about the same one. */
    private final Map<CommitId, SoftReference<Ancestry>> ancestries = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<CommitId, SoftReference<Ancestry>> eldest) {
            return size() > MAX_ANCESTRIES;
        }
    };

    public History(Repository repository, RepositoryCorruption corruption) {
        this.repository = repository;
        this.corruption = corruption;
    }

    private static CommitId id(RevCommit commit) {
        return new CommitId(commit.name());
    }

    /** Returns true if the mirror has the commit. */
    public boolean contains(CommitId id) throws IOException {
        if (!ObjectId.isId(id.value())) {
            return false;
        }
        try (RevWalk walk = new RevWalk(repository)) {
            walk.parseCommit(ObjectId.fromString(id.value()));
            return true;
        } catch (MissingObjectException | IncorrectObjectTypeException e) {
            return false;
        }
    }

    /** @throws IllegalArgumentException if the mirror does not have the commit */
    public void require(CommitId id) {
        idOf(id);
    }

    private ObjectId idOf(CommitId id) {
        try (RevWalk walk = new RevWalk(repository)) {
            return parse(walk, id).copy();
        } catch (IOException e) {
            throw unreadable(id, e);
        }
    }

    public Commit commit(CommitId id) {
        try (RevWalk walk = new RevWalk(repository)) {
            return of(parse(walk, id));
        } catch (IOException e) {
            throw unreadable(id, e);
        }
    }

    static Commit of(RevCommit commit) {
        PersonIdent author = commit.getAuthorIdent();
        PersonIdent committer = commit.getCommitterIdent();
        return new Commit(
                id(commit),
                Stream.of(commit.getParents()).map(History::id).toList(),
                person(author),
                person(committer),
                committer.getWhenAsInstant(),
                commit.getFullMessage());
    }

    private static Person person(PersonIdent ident) {
        return new Person(clean(ident.getName()), clean(ident.getEmailAddress()));
    }

    private static String clean(String text) {
        return text.replaceAll("[<>\\p{Cntrl}]", "");
    }

    private static RevCommit parse(RevWalk walk, CommitId id) throws IOException {
        try {
            return walk.parseCommit(ObjectId.fromString(id.value()));
        } catch (MissingObjectException | IncorrectObjectTypeException e) {
            throw new IllegalArgumentException("no such commit in the mirror: " + id, e);
        }
    }

    /** A commit, to be verified. */
    public SignedObject signed(CommitId id) throws IOException {
        return SignedObjectReader.commit(repository, idOf(id));
    }

    /** The annotated tag of a ref, to be verified; empty if the ref is not an annotated tag. */
    public Optional<SignedTag> signedTag(GitRef ref) throws IOException {
        return SignedObjectReader.tag(repository, ref);
    }

    /** The time of the annotated tag that a ref had when it was last fetched; empty if the ref is not an annotated tag, or has no time. */
    public Optional<Instant> taggedAt(GitRef ref) {
        try {
            return SignedObjectReader.taggedAt(repository, ref);
        } catch (IOException e) {
            throw corruption.unreadable("reading " + ref + " in the mirror", e);
        }
    }

    /** The files of a commit. */
    public Tree tree(CommitId id) {
        return new Tree(repository, treeOf(id), corruption);
    }

    private RevTree treeOf(CommitId id) {
        try (RevWalk walk = new RevWalk(repository)) {
            return parse(walk, id).getTree();
        } catch (IOException e) {
            throw unreadable(id, e);
        }
    }

    /** Returns true if the ancestor is the tip or in its history. The mirror must have both. */
    public boolean reaches(CommitId tip, CommitId ancestor) {
        try {
            return ancestry(tip).has(ObjectId.fromString(ancestor.value()));
        } catch (IOException e) {
            synchronized (ancestries) {
                ancestries.remove(tip);
            }
            throw unreadable(tip, e);
        }
    }

    private Ancestry ancestry(CommitId tip) throws IOException {
        synchronized (ancestries) {
            SoftReference<Ancestry> held = ancestries.get(tip);
            Ancestry known = held == null ? null : held.get();
            if (known == null) {
                known = new Ancestry(repository, ObjectId.fromString(tip.value()));
                ancestries.put(tip, new SoftReference<>(known));
            }
            return known;
        }
    }

    /** The files that differ between two commits, in Git's order; all files of {@code to} if there is no {@code from}. */
    public List<String> changedPaths(Optional<CommitId> from, CommitId to) {
        return changedPaths(from, to, Integer.MAX_VALUE).orElseThrow();
    }

    /** The files that differ between two commits; empty if they are more than {@code max}. A renamed file is listed with both names. */
    public Optional<List<String>> changedPaths(Optional<CommitId> from, CommitId to, int max) {
        try (TreeWalk walk = new TreeWalk(repository)) {
            if (from.isPresent()) {
                walk.addTree(treeOf(from.get()));
            } else {
                walk.addTree(new EmptyTreeIterator());
            }
            walk.addTree(treeOf(to));
            walk.setRecursive(true);
            walk.setFilter(TreeFilter.ANY_DIFF);
            List<String> paths = new ArrayList<>();
            while (walk.next()) {
                if (paths.size() == max) {
                    return Optional.empty();
                }
                paths.add(walk.getPathString());
            }
            return Optional.of(List.copyOf(paths));
        } catch (IOException e) {
            throw unreadable(to, e);
        }
    }

    /** The newest common ancestor of two commits of the mirror; empty if their histories have nothing in common. */
    public Optional<CommitId> mergeBase(CommitId one, CommitId other) {
        return new Merges(repository, corruption).base(one, other);
    }

    /** Returns true if a merge brings nothing into its first parent but accepted commits and what Git merges by itself. */
    public boolean mergeBringsOnly(CommitId merge, Predicate<Commit> accepted) {
        return new Merges(repository, corruption).bringsOnly(merge, accepted);
    }

    /** The nearest of the tagged commits in the history of a commit, as {@code git describe --tags}; empty if it has none. */
    public Optional<Description> describe(CommitId tip, Set<CommitId> tagged) {
        try (TagSearch search = new TagSearch(repository, tagged)) {
            return search.from(idOf(tip));
        } catch (IOException e) {
            throw unreadable(tip, e);
        }
    }

    /** The number of commits in the first-parent history of a commit; 1 for a root commit. */
    public synchronized long sequence(CommitId id) {
        try (RevWalk walk = new RevWalk(repository)) {
            long steps = 0;
            RevCommit commit = parse(walk, id);
            Long known = sequences.get(commit.name());
            while (known == null && commit.getParentCount() > 0) {
                steps++;
                commit = walk.parseCommit(commit.getParent(0));
                known = sequences.get(commit.name());
            }
            long sequence = (known == null ? 1 : known) + steps;
            sequences.put(id.value(), sequence);
            return sequence;
        } catch (IOException e) {
            throw unreadable(id, e);
        }
    }

    /** A commit, its first parent, and so on. Read as far as needed; must be closed. */
    public Stream<Commit> firstParents(CommitId tip) {
        RevWalk walk = new RevWalk(repository);
        try {
            walk.setFirstParent(true);
            walk.markStart(parse(walk, tip));
            return StreamSupport.stream(walk.spliterator(), false)
                    .map(History::of)
                    .onClose(walk::close);
        } catch (IOException e) {
            walk.close();
            throw unreadable(tip, e);
        } catch (IllegalArgumentException e) {
            walk.close();
            throw e;
        }
    }

    private GitUnavailable unreadable(CommitId id, IOException e) {
        return corruption.unreadable("reading commit " + id + " in the mirror", e);
    }
}
