package dev.millrace.sync.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.git.remote.Credentials;
import dev.millrace.git.version.VersionRange;
import dev.millrace.sync.identity.Identity;
import dev.millrace.sync.source.trust.SignedBy;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The facts that concern a source: the refs that it follows, the Secrets that it needs, and the files that were read. */
class SourceDecisionsTest {
    private static final CommitId COMMIT = new CommitId("1".repeat(40));
    private static final Followed MAIN = new Followed.Ref(GitRef.branch("main"));
    private static final Followed VERSIONS = new Followed.Versions(VersionRange.of(">=1.2.0 <2"));
    private static final Followed FIXED = new Followed.Fixed(COMMIT);

    static final List<Arguments> MOVES = List.of(
            row(MAIN, "refs/heads/main", true),
            row(MAIN, "refs/heads/main2", false),
            row(MAIN, "refs/tags/main", false),
            row(VERSIONS, "refs/tags/v1.2.0", true),
            row(VERSIONS, "refs/tags/1.9.9", true),
            row(VERSIONS, "refs/tags/v1.1.9", false),
            row(VERSIONS, "refs/tags/v2.0.0", false),
            row(VERSIONS, "refs/tags/v1.3.0-rc.1", false),
            row(VERSIONS, "refs/tags/latest", false),
            row(VERSIONS, "refs/heads/v1.2.0", false),
            row(FIXED, "refs/heads/main", false),
            row(FIXED, "refs/commits/" + COMMIT, false));

    @ParameterizedTest
    @FieldSource("MOVES")
    void aMoveOfARefConcernsThoseThatFollowIt(Followed followed, String ref, boolean concerns) {
        assertThat(followed.mayMoveWith(new GitRef(ref))).isEqualTo(concerns);
    }

    @Test
    void theRefOfACommitIsTheFollowedOneOrItsOwn() {
        assertThat(MAIN.refOf(COMMIT)).isEqualTo(GitRef.branch("main"));
        assertThat(VERSIONS.refOf(COMMIT)).isEqualTo(new GitRef("refs/commits/" + COMMIT));
        assertThat(FIXED.refOf(COMMIT)).isEqualTo(new GitRef("refs/commits/" + COMMIT));
    }

    @Test
    void aSourceNeedsTheSecretsOfItsCredentialsAndOfItsKeys() {
        Source source = new Source(
                RepositoryId.parse("https://git.example/web"),
                URI.create("https://git.example/web"),
                MAIN,
                "shop/git",
                "",
                Optional.of(new SignedBy(SignedBy.What.COMMIT, "shop/keys")),
                Identity.OWN);

        assertThat(Stream.of("shop/git", "shop/keys", "git", "other/git", "").filter(source::needs))
                .containsExactly("shop/git", "shop/keys");
    }

    static final List<Arguments> HTTP = List.of(
            row("username, password", "Basic[user=u]"),
            row("token", "Bearer[]"),
            row("bearerToken", "Bearer[]"),
            row("token, username, password", "Bearer[]"),
            row("username, password, ca.crt", "Basic[user=u] with an authority"),
            row("ca.crt", "None[] with an authority"),
            row("username", neither()),
            row("password", neither()),
            row("identity", neither()),
            row("", neither()));

    @ParameterizedTest
    @FieldSource("HTTP")
    void theEntriesOfASecretAreCredentialsForHttp(String entries, String expected) {
        assertThat(shown(() -> GitSecrets.http("shop/git", entries(entries)))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ssh-privatekey, known_hosts           | Ssh[]",
                "identity, known_hosts                 | Ssh[]",
                "identity, known_hosts, ca.crt         | Ssh[]",
                "known_hosts                           | the Secret shop/git has no ssh-privatekey; an SSH address needs both",
                "identity                              | the Secret shop/git has no known_hosts; an SSH address needs both",
                "username, password                    | the Secret shop/git has no ssh-privatekey; an SSH address needs both"
            })
    void theEntriesOfASecretAreCredentialsForSsh(String entries, String expected) {
        assertThat(shown(() -> GitSecrets.ssh("shop/git", entries(entries)))).isEqualTo(expected);
    }

    @Test
    void entriesAreStrippedAndBlankOnesAreNone() {
        assertThat(GitSecrets.http("s", Map.of("token", " \n", "bearerToken", "t\n"))
                        .credentials())
                .isEqualTo(new Credentials.Bearer("t"));
        assertThatThrownBy(() -> GitSecrets.http("s", Map.of("username", "u", "password", "\n")))
                .isInstanceOf(GitSecrets.Unusable.class);
    }

    private static String neither() {
        return "the Secret shop/git has neither token nor username and password";
    }

    private static Map<String, String> entries(String names) {
        Map<String, String> entries = new HashMap<>();
        for (String name : names.split(", ")) {
            entries.put(name, name.substring(0, Math.min(1, name.length())));
        }
        return entries;
    }

    private static String shown(Supplier<GitSecrets.Held> held) {
        try {
            GitSecrets.Held one = held.get();
            return one.credentials() + (one.authorities().isPresent() ? " with an authority" : "");
        } catch (GitSecrets.Unusable e) {
            return String.valueOf(e.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aReadSetIsTheSameByTheChangedPathsAsByAllPaths(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            Map<String, String> files = new TreeMap<>();
            for (int i = random.nextInt(8); i > 0; i--) {
                files.put(path(random), "old" + random.nextInt(2));
            }
            MemoryTree before = new MemoryTree(files);
            ReadSet.Recorder recorder = new ReadSet.Recorder(before);
            readSome(recorder, random);
            Map<String, String> changes = new TreeMap<>();
            MemoryTree after = before;
            for (int i = random.nextInt(3); i > 0; i--) {
                String path = path(random);
                changes.put(path, "changed");
                after = random.nextBoolean() ? after.with(path, "new") : after.without(path);
            }
            ReadSet read = recorder.readSet();

            assertThat(read.isSameIn(after, changes.keySet()))
                    .as("seed %d: %s, changed %s, read %s", seed, files, changes, read)
                    .isEqualTo(read.isSameIn(after));
            assertThat(read.isSameBetween(before, after, changes.keySet()))
                    .as("seed %d: %s, changed %s, read %s", seed, files, changes, read)
                    .isEqualTo(read.isSameIn(after));
            assertThat(read.isSameIn(before)).isTrue();
        }
    }

    private static void readSome(ReadSet.Recorder recorder, Random random) {
        for (int i = random.nextInt(5); i > 0; i--) {
            String path = path(random);
            Optional<?> read =
                    switch (random.nextInt(4)) {
                        case 0 -> Optional.of(recorder.kind(path));
                        case 1 -> recorder.read(path, 1 << 20);
                        case 2 -> recorder.list(SourceTree.parent(path));
                        default -> recorder.id(path);
                    };
            assertThat(read).isNotNull();
        }
    }

    /** File names differ from those of folders, so that no path is both. */
    private static String path(Random random) {
        String folder = List.of("", "a/", "a/b/", "c/").get(random.nextInt(4));
        return folder + List.of("x", "y", "z").get(random.nextInt(3));
    }

    private static Arguments row(Object... cells) {
        return Arguments.of(cells);
    }
}
