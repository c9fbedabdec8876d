package dev.millrace.git.read;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.git.verify.SignedObject;
import dev.millrace.git.verify.SignedTag;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevTag;
import org.eclipse.jgit.revwalk.RevWalk;

/** Reads commits and tags byte by byte, for verification. */
final class SignedObjectReader {
    private static final int MAX_BYTES = 4 << 20;

    private SignedObjectReader() {}

    static SignedObject commit(Repository repository, AnyObjectId id) throws IOException {
        return SignedObject.commit(raw(repository, id));
    }

    private static byte[] raw(Repository repository, AnyObjectId id) throws IOException {
        try {
            return repository.open(id).getBytes(MAX_BYTES);
        } catch (LargeObjectException e) {
            throw new IOException(id.name() + " has more than " + MAX_BYTES + " bytes", e);
        }
    }

    static Optional<SignedTag> tag(Repository repository, GitRef ref) throws IOException {
        Ref found = repository.getRefDatabase().exactRef(ref.value());
        if (found == null || found.getObjectId() == null) {
            return Optional.empty();
        }
        ObjectLoader loader = repository.open(found.getObjectId());
        if (loader.getType() != Constants.OBJ_TAG) {
            return Optional.empty();
        }
        byte[] raw = raw(repository, found.getObjectId());
        Optional<CommitId> commit;
        try (RevWalk walk = new RevWalk(repository)) {
            commit = Optional.of(
                    new CommitId(walk.parseCommit(found.getObjectId()).name()));
        } catch (IncorrectObjectTypeException e) {
            commit = Optional.empty();
        }
        return Optional.of(new SignedTag(RevTag.parse(raw).getTagName(), commit, SignedObject.tag(raw)));
    }

    static Optional<Instant> taggedAt(Repository repository, GitRef ref) throws IOException {
        Ref found = repository.getRefDatabase().exactRef(ref.value());
        if (found == null || found.getObjectId() == null) {
            return Optional.empty();
        }
        try (RevWalk walk = new RevWalk(repository)) {
            return walk.parseAny(found.getObjectId()) instanceof RevTag tag
                    ? Optional.ofNullable(tag.getTaggerIdent()).map(PersonIdent::getWhenAsInstant)
                    : Optional.empty();
        }
    }
}
