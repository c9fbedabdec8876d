package dev.millrace.git;

import dev.millrace.events.value.CommitId;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

/** Reads commits. */
final class History {
    private static final int REMEMBERED = 1000;
    private static final int ANCESTRIES = 4;

    private final Repository repository;
    private final Damage damage;

    /** Recent counts: the next commit of a branch is one step away from a known one. */
    private final Map<String, Long> sequences = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** The history of recent tips, because many callers ask about the same one. */
    private final Map<CommitId, SoftReference<Ancestry>> ancestries = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<CommitId, SoftReference<Ancestry>> eldest) {
            return size() > ANCESTRIES;
        }
    };

    History(Repository repository, Damage damage) {
        this.repository = repository;
        this.damage = damage;
    }

    static CommitId id(RevCommit commit) {
        return new CommitId(commit.name());
    }

    /** The object of a commit in the mirror. */
    ObjectId idOf(CommitId id) {
        try (RevWalk walk = new RevWalk(repository)) {
            return parse(walk, id).copy();
        } catch (IOException e) {
            throw unreadable(id, e);
        }
    }

    Commit commit(CommitId id) {
        try (RevWalk walk = new RevWalk(repository)) {
            return of(parse(walk, id));
        } catch (IOException e) {
            throw unreadable(id, e);
        }
    }

    private static Commit of(RevCommit commit) {
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

    RevTree treeOf(CommitId id) {
        try (RevWalk walk = new RevWalk(repository)) {
            return parse(walk, id).getTree();
        } catch (IOException e) {
            throw unreadable(id, e);
        }
    }

    boolean reaches(CommitId tip, CommitId ancestor) {
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

    List<String> changedPaths(Optional<CommitId> from, CommitId to) {
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
                paths.add(walk.getPathString());
            }
            return List.copyOf(paths);
        } catch (IOException e) {
            throw unreadable(to, e);
        }
    }

    synchronized long sequence(CommitId id) {
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

    Stream<Commit> firstParents(CommitId tip) {
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
        return damage.during("reading commit " + id + " in the mirror", e);
    }
}
