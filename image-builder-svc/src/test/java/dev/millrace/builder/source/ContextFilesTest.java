package dev.millrace.builder.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.builder.source.lfs.LfsStore;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.git.GitUnavailable;
import dev.millrace.git.mirror.Mirror;
import dev.millrace.git.remote.Credentials;
import dev.millrace.git.remote.Remote;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Contexts on disk. The repository has no server of Git LFS, and its submodules are on unreachable hosts. */
class ContextFilesTest extends RepositoryFixture {
    private static final String POINTER =
            "version https://git-lfs.github.com/spec/v1\noid sha256:" + "ab".repeat(32) + "\nsize 2000\n";
    private static final String COMMIT = "12".repeat(20);

    /** The base, an address in {@code .gitmodules}, and its resolution. */
    static final List<Arguments> ADDRESSES = List.of(
            Arguments.of("https://git.example/shop/web.git", "../lib.git", "https://git.example/shop/lib.git"),
            Arguments.of("https://git.example/shop/web", "../../libs/one", "https://git.example/libs/one"),
            Arguments.of("https://git.example/shop/web", "./sub", "https://git.example/shop/web/sub"),
            Arguments.of("https://git.example/shop/web", "../../../x", ""),
            Arguments.of(
                    "https://git.example/shop/web",
                    "https://user:secret@other.example/a?b#c",
                    "https://other.example/a"),
            Arguments.of("https://git.example/shop/web", "ssh://git@other.example/a", "ssh://git@other.example/a"),
            Arguments.of("https://git.example/shop/web", "file:///etc", ""),
            Arguments.of("https://git.example/shop/web", "/srv/git/lib", ""),
            Arguments.of("https://git.example/shop/web", "ext::sh -c id", ""),
            Arguments.of("https://git.example/shop/web", "-upload-pack=id", ""));

    /** The changes of a commit, the folder, and the reason of the refusal. */
    static final List<Arguments> REFUSALS = List.of(
            Arguments.of(List.of(".gitattributes=*.bin filter=lfs", "web/a.bin=" + POINTER), "web", "web/a.bin"),
            Arguments.of(List.of(".gitattributes=*.bin filter=lfs", "a.bin=" + POINTER), "", "a.bin"),
            Arguments.of(
                    List.of("web/lib@" + COMMIT), "web", "the submodule web/lib: .gitmodules has no usable address"),
            Arguments.of(
                    List.of(
                            ".gitmodules=[submodule \"l\"]\npath = lib\nurl = https://elsewhere.example/lib",
                            "lib@" + COMMIT),
                    "",
                    "the submodule lib: its repository elsewhere.example/lib is not allowed"),
            Arguments.of(List.of("web/up->../../x"), "web", "a link that leaves the repository: web/up"),
            Arguments.of(List.of("web/absolute->/etc/passwd"), "", "a link that leaves the repository: web/absolute"),
            Arguments.of(List.of("large=" + "x".repeat(1_001)), "", "more than the 1000 allowed"));

    @ParameterizedTest(name = "{1} from {0}")
    @FieldSource("ADDRESSES")
    void theAddressOfASubmoduleIsResolvedAsGitDoes(String base, String address, String resolved) {
        assertThat(ExternalSources.resolve(URI.create(base), address)
                        .map(URI::toString)
                        .orElse(""))
                .isEqualTo(resolved);
    }

    @ParameterizedTest(name = "{2}")
    @FieldSource("REFUSALS")
    void aFileThatCannotBeInTheContextIsNamed(List<String> changes, String folder, String reason) {
        CommitId commit = push(changes.toArray(String[]::new));

        assertThatExceptionOfType(SourceUnusable.class)
                .isThrownBy(() -> repository.materialise(commit, folder, temp.resolve("out"), 1_000))
                .withMessageContaining(reason);
    }

    /** The service is stopping: its commit is no worse for that. */
    @Test
    void anInterruptIsNoFaultOfTheCommit() {
        CommitId commit = push("web/a.txt=1");
        Thread.currentThread().interrupt();
        try {
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(() -> repository.materialise(commit, "web", temp.resolve("out"), 1_000));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void onlyFilesOfTheContextMatter() {
        CommitId commit = push(
                ".gitattributes=*.bin filter=lfs",
                "models/a.bin=" + POINTER,
                "lib@" + COMMIT,
                "web/Dockerfile=FROM scratch",
                "web/notes.txt=" + POINTER,
                "web/shared->../models/a.bin",
                "web/raw.bin=committed without Git LFS");
        Path out = temp.resolve("out");

        repository.materialise(commit, "web", out, 1_000);

        assertThat(out.resolve("Dockerfile")).hasContent("FROM scratch");
        assertThat(out.resolve("notes.txt")).hasContent(POINTER);
        assertThat(out.resolve("raw.bin")).hasContent("committed without Git LFS");
        assertThat(out.resolve("shared")).isSymbolicLink();
    }

    @Test
    void anAllowedSubmoduleIsFetchedOrItsAbsenceIsTransient() {
        CommitId commit =
                push(".gitmodules=[submodule \"l\"]\npath = lib\nurl = http://127.0.0.1:1/libs/one", "lib@" + COMMIT);
        Remote remote = new Remote(
                new RepositoryId("localhost/web"), temp.resolve("web").toUri(), new Credentials.None());
        ExternalSources external = new ExternalSources(
                remote,
                temp.resolve("subs"),
                List.of("127.0.0.1:1/libs/*"),
                new LfsStore(remote, List.of(), temp.resolve("lfs")));

        try (Mirror mirror = Mirror.open(temp.resolve("another"), remote);
                ContextFiles files = new ContextFiles(external)) {
            mirror.fetch(MAIN);
            assertThatExceptionOfType(GitUnavailable.class)
                    .isThrownBy(() -> files.write(mirror, commit, "", temp.resolve("out"), 1_000))
                    .withMessageContaining("127.0.0.1:1/libs/one");
        }
    }

    private CommitId push(String... changes) {
        CommitId commit = graph.commit("tip", List.of(), changes);
        graph.move(MAIN, "tip");
        repository.fetch(MAIN);
        return commit;
    }
}
