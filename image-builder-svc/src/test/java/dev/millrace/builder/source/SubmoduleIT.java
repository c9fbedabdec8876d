package dev.millrace.builder.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.builder.source.lfs.LfsStore;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.git.mirror.MirrorHolder;
import dev.millrace.git.remote.Credentials;
import dev.millrace.git.remote.Remote;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.git.CommitGraph;
import dev.millrace.testbed.git.GitHost;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Submodules on a host that requires credentials. */
@WithParts(PartKind.GIT)
class SubmoduleIT {
    private static final GitRef MAIN = GitRef.branch("main");

    private final GitHost host = Testbed.shared().gitHost();
    private Path temp;
    private CommitId tip;

    @BeforeEach
    void push(@TempDir Path directory) throws Exception {
        temp = directory;
        host.createRepository("libs/one");
        CommitId library = host.workspace().push("libs/one", "main", Map.of("lib.c", "a library"), "Add a library");
        host.createRepository("shop/with-library");
        try (CommitGraph graph = CommitGraph.in(temp.resolve("work"))) {
            tip = graph.commit(
                    "tip",
                    List.of(),
                    ".gitmodules=[submodule \"one\"]\npath = web/vendor/one\nurl = ../../libs/one.git\n",
                    "web/Dockerfile=FROM scratch",
                    "web/vendor/one@" + library);
            graph.move(MAIN, "tip");
        }
        try (Git git = Git.open(temp.resolve("work").toFile())) {
            git.push()
                    .setRemote(remote().url().toString())
                    .setRefSpecs(new RefSpec("+refs/heads/main:refs/heads/main"))
                    .setCredentialsProvider(new UsernamePasswordCredentialsProvider(host.user(), host.password()))
                    .call();
        }
    }

    @Test
    void anAllowedSubmoduleIsInTheContext() {
        try (SourceRepository repository = repository(host.url("libs").getAuthority() + "/libs/*")) {
            repository.fetch(MAIN);

            repository.materialise(tip, "web", temp.resolve("out"), 1_000);
        }

        assertThat(temp.resolve("out/Dockerfile")).hasContent("FROM scratch");
        assertThat(temp.resolve("out/vendor/one/lib.c")).hasContent("a library");
    }

    @Test
    void aSubmoduleCountsForTheLimitOfTheContext() {
        try (SourceRepository repository = repository("*")) {
            repository.fetch(MAIN);

            assertThatExceptionOfType(SourceUnusable.class)
                    .isThrownBy(() -> repository.materialise(tip, "web", temp.resolve("out"), 15))
                    .withMessageContaining("9 bytes, more than the 3 allowed");
        }
    }

    @Test
    void anotherSubmoduleIsRefusedWithItsPath() {
        try (SourceRepository repository = repository(host.url("libs").getAuthority() + "/other/*")) {
            repository.fetch(MAIN);

            assertThatExceptionOfType(SourceUnusable.class)
                    .isThrownBy(() -> repository.materialise(tip, "web", temp.resolve("out"), 1_000))
                    .withMessageContaining("the submodule web/vendor/one")
                    .withMessageContaining("is not allowed");
        }
    }

    private Remote remote() {
        return Remote.of(host.url("shop/with-library"), new Credentials.Basic(host.user(), host.password()));
    }

    private SourceRepository repository(String allowed) {
        LfsStore lfs = new LfsStore(remote(), List.of(), temp.resolve("lfs"));
        return new SourceRepository(
                new MirrorHolder(remote(), temp.resolve("mirrors")),
                List.of("refs/heads/*"),
                "millrace@millrace.dev",
                new ExternalSources(remote(), temp.resolve("submodules"), List.of(allowed), lfs));
    }
}
