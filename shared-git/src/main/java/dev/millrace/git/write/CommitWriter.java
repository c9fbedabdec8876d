package dev.millrace.git.write;

import dev.millrace.events.value.CommitId;
import dev.millrace.git.GitUnavailable;
import dev.millrace.git.commit.Person;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.GpgSignature;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;

/** Builds commits in the object database, without a work tree and without an index. */
public final class CommitWriter {
    private final Repository repository;

    public CommitWriter(Repository repository) {
        this.repository = repository;
    }

    /** @throws IllegalArgumentException if the mirror lacks the parent, or a path names or leads through something that is not a file or directory */
    public CommitId write(CommitDraft draft) {
        try (ObjectInserter inserter = repository.newObjectInserter();
                ObjectReader reader = inserter.newReader();
                RevWalk walk = new RevWalk(reader)) {
            CommitBuilder commit = new CommitBuilder();
            ObjectId start = ObjectId.zeroId();
            if (draft.parent().isPresent()) {
                ObjectId parent = ObjectId.fromString(draft.parent().get().value());
                commit.setParentId(parent);
                start = treeOf(walk, parent);
            }
            commit.setTreeId(new TreeEdit(reader, inserter).apply(start, changes(draft, inserter)));
            commit.setAuthor(ident(draft.author(), draft));
            commit.setCommitter(ident(draft.committer(), draft));
            commit.setMessage(draft.message().endsWith("\n") ? draft.message() : draft.message() + "\n");
            if (draft.signer().isPresent()) {
                String signature = draft.signer().get().sign(commit.build());
                commit.setGpgSignature(new GpgSignature(signature.getBytes(StandardCharsets.US_ASCII)));
            }
            ObjectId id = inserter.insert(commit);
            inserter.flush();
            return new CommitId(id.name());
        } catch (IOException e) {
            throw new GitUnavailable("building a commit in the mirror", e);
        }
    }

    private static ObjectId treeOf(RevWalk walk, ObjectId parent) throws IOException {
        try {
            return walk.parseCommit(parent).getTree();
        } catch (MissingObjectException e) {
            throw new IllegalArgumentException("no such commit in the mirror: " + parent.name(), e);
        }
    }

    private static Map<String, Optional<ObjectId>> changes(CommitDraft draft, ObjectInserter inserter)
            throws IOException {
        Map<String, Optional<ObjectId>> changes = new HashMap<>();
        for (Map.Entry<String, byte[]> file : draft.files().entrySet()) {
            changes.put(file.getKey(), Optional.of(inserter.insert(Constants.OBJ_BLOB, file.getValue())));
        }
        draft.removed().forEach(path -> changes.put(path, Optional.empty()));
        return changes;
    }

    private static PersonIdent ident(Person person, CommitDraft draft) {
        return new PersonIdent(person.name(), person.email(), draft.at(), ZoneOffset.UTC);
    }
}
