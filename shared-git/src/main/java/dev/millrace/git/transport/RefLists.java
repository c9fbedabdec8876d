package dev.millrace.git.transport;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.git.remote.RemoteRefs;
import dev.millrace.git.remote.RemoteRefs.RemoteRef;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.jspecify.annotations.Nullable;

/** The refs that a host lists. */
final class RefLists {
    private RefLists() {}

    static boolean isBranchOrTag(Ref ref) {
        return ref.getName().startsWith("refs/heads/") || ref.getName().startsWith("refs/tags/");
    }

    /** @param head the host's HEAD, which names the default branch if it is symbolic */
    static RemoteRefs of(Collection<Ref> listed, @Nullable Ref head) {
        Map<GitRef, RemoteRef> all = new HashMap<>();
        for (Ref ref : listed) {
            if (isBranchOrTag(ref)) {
                all.put(new GitRef(ref.getName()), target(ref));
            }
        }
        Optional<GitRef> branch = Optional.ofNullable(head)
                .filter(Ref::isSymbolic)
                .map(symbolic -> symbolic.getTarget().getName())
                .filter(name -> name.startsWith("refs/heads/"))
                .map(GitRef::new);
        return new RemoteRefs(all, branch);
    }

    private static RemoteRef target(Ref ref) {
        ObjectId peeled = ref.getPeeledObjectId();
        CommitId direct = new CommitId(ref.getObjectId().name());
        return peeled == null
                ? new RemoteRef(direct, Optional.empty())
                : new RemoteRef(new CommitId(peeled.name()), Optional.of(direct));
    }
}
