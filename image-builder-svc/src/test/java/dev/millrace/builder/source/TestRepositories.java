package dev.millrace.builder.source;

import dev.millrace.builder.source.lfs.LfsStore;
import dev.millrace.git.mirror.MirrorHolder;
import dev.millrace.git.remote.Remote;
import java.nio.file.Path;
import java.util.List;

/** Repositories without submodules of other hosts. */
public final class TestRepositories {
    private TestRepositories() {}

    /** A repository with its mirror below a folder. */
    public static SourceRepository of(Remote remote, Path folder, List<String> refs, String ownCommitter) {
        ExternalSources external = new ExternalSources(
                remote,
                folder.resolve("submodules"),
                List.of(),
                new LfsStore(remote, List.of(), folder.resolve("lfs")));
        return new SourceRepository(new MirrorHolder(remote, folder), refs, ownCommitter, external);
    }
}
