package dev.millrace.builder.source;

import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.git.GitSettings;
import dev.millrace.git.remote.Credentials;
import dev.millrace.git.remote.Remote;
import dev.millrace.testbed.git.CommitGraph;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A repository on this machine in the role of the host, and its mirror. */
public abstract class RepositoryFixture {
    protected static final GitRef MAIN = GitRef.branch("main");
    protected static final String OURS = "millrace@millrace.dev";
    protected static final String OUR_MESSAGE =
            "Set the image\n\nMillrace-Event: 0f5b1e0a-3c1d-5e1f-8a2b-3c4d5e6f7a8b\n";

    protected Path temp;
    protected CommitGraph graph;
    protected SourceRepository repository;

    @BeforeEach
    void create(@TempDir Path directory) {
        GitSettings.isolate();
        temp = directory;
        graph = CommitGraph.in(temp.resolve("web"));
        repository = repository("mirrors");
    }

    /** The same repository with a mirror of its own, as another instance has it. */
    protected SourceRepository repository(String mirrors) {
        Path work = temp.resolve(mirrors);
        Remote remote = new Remote(
                new RepositoryId("localhost/web"), temp.resolve("web").toUri(), new Credentials.None());
        return TestRepositories.of(remote, work, List.of("refs/heads/*", "refs/tags/v*", "refs/tags/[0-9]*"), OURS);
    }

    @AfterEach
    void close() {
        repository.close();
        graph.close();
    }
}
