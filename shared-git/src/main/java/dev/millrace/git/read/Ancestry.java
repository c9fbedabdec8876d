package dev.millrace.git.read;

import java.io.IOException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevFlag;
import org.eclipse.jgit.revwalk.RevWalk;

/** The history of one commit, read once and only as far as needed: each question continues where the last one ended. */
final class Ancestry {
    private final RevWalk walk;
    private final RevFlag seen;

    Ancestry(Repository repository, ObjectId tip) throws IOException {
        walk = new RevWalk(repository);
        walk.setRetainBody(false);
        seen = walk.newFlag("seen");
        walk.markStart(walk.parseCommit(tip));
    }

    /** Returns true if a commit of the mirror is the tip or in its history. */
    synchronized boolean has(ObjectId commit) throws IOException {
        RevCommit sought = walk.lookupCommit(commit);
        while (!sought.has(seen)) {
            RevCommit next = walk.next();
            if (next == null) {
                return false;
            }
            next.add(seen);
        }
        return true;
    }
}
