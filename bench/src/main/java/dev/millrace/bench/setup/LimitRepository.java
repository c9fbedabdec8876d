package dev.millrace.bench.setup;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.git.commit.Person;
import dev.millrace.git.mirror.Mirror;
import dev.millrace.git.remote.Credentials;
import dev.millrace.git.remote.Remote;
import dev.millrace.git.transport.PushOutcome;
import dev.millrace.git.write.CommitDraft;
import dev.millrace.testbed.git.GitHost;
import dev.millrace.testbed.git.GitWorkspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A repository that no service follows, and a mirror of it by the services' own library. */
public final class LimitRepository implements AutoCloseable {
    private static final GitRef MAIN = GitRef.branch("main");
    private static final Person AUTHOR = new Person("Bench", "bench@example.com");

    private final String repository;
    private final GitWorkspace workspace;
    private final Mirror mirror;

    private LimitRepository(String repository, GitWorkspace workspace, Mirror mirror) {
        this.repository = repository;
        this.workspace = workspace;
        this.mirror = mirror;
    }

    /** Files with their new content. */
    public record Change(Map<String, String> files) {
        public static Change of(String path, String content) {
            return new Change(Map.of(path, content));
        }
    }

    /** Creates the repository with these files, and fetches it. */
    public static LimitRepository open(GitHost host, String repository, Map<String, String> files) throws IOException {
        Remote remote =
                Remote.of(host.createRepository(repository), new Credentials.Basic(host.user(), host.password()));
        GitWorkspace workspace = host.workspace();
        workspace.push(repository, "main", files, "Begin");
        Mirror mirror = Mirror.open(Files.createTempDirectory("bench-limit").resolve("mirror"), remote);
        LimitRepository limit = new LimitRepository(repository, workspace, mirror);
        limit.fetch();
        return limit;
    }

    /** As a user does. */
    void push(Change change) {
        workspace.push(repository, "main", change.files(), "Change");
    }

    Optional<CommitId> fetch() {
        return mirror.fetch(MAIN);
    }

    /** Fetch, commit and push: the least work between a decision and its commit on the branch. Milliseconds. */
    public double commit(Change change) {
        Map<String, byte[]> files = new HashMap<>();
        change.files().forEach((path, content) -> files.put(path, content.getBytes(StandardCharsets.UTF_8)));
        long start = System.nanoTime();
        Optional<CommitId> tip = fetch();
        CommitId commit =
                mirror.write(new CommitDraft(tip, files, Set.of(), AUTHOR, AUTHOR, Instant.now(), "Change\n"));
        PushOutcome outcome = mirror.push(MAIN, tip, commit);
        double millis = (System.nanoTime() - start) / 1e6;
        if (!(outcome instanceof PushOutcome.Pushed)) {
            throw new IllegalStateException("push to " + repository + ": " + outcome);
        }
        return millis;
    }

    @Override
    public void close() {
        mirror.close();
    }
}
