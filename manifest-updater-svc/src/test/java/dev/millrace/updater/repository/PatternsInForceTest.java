package dev.millrace.updater.repository;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.git.commit.Person;
import dev.millrace.git.mirror.Mirror;
import dev.millrace.git.remote.Credentials;
import dev.millrace.git.remote.Remote;
import dev.millrace.git.write.CommitDraft;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The policies that a pattern stands for, from commit to commit. */
class PatternsInForceTest {
    private static final Person DANA = new Person("Dana", "dana@example.com");
    private static final String PATTERN = """
            policies:
              - {name: "{service}", image: "r.example/{service}", paths: ["apps/{service}/**"]}
            """;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Mirror mirror;

    @SuppressWarnings("NullAway.Init") // set before each test
    private CommitId first;

    @BeforeEach
    void open(@TempDir Path directory) {
        Remote remote = new Remote(
                new RepositoryId("localhost/config"),
                directory.resolve("nowhere").toUri(),
                new Credentials.None());
        mirror = Mirror.open(directory.resolve("mirror"), remote);
        first = commit(
                Optional.empty(), Map.of(PoliciesInForce.FILE, PATTERN, "apps/web/k.yaml", "a: 1", "x.yaml", "a: 1"));
    }

    @AfterEach
    void close() {
        mirror.close();
    }

    @Test
    void aFolderThatIsAddedOrRemovedAddsOrRemovesItsPolicies() {
        CommitId added = commit(Optional.of(first), Map.of("apps/api/k.yaml", "a: 1", "apps/_base/k.yaml", "a: 1"));
        CommitId removed = remove(added, "apps/web/k.yaml");

        PoliciesInForce one = at(first, List.of());
        PoliciesInForce two = at(added, List.of(one));
        PoliciesInForce three = at(removed, List.of(two));

        assertThat(List.of(one, two, three))
                .extracting(inForce -> inForce.policies().names())
                .containsExactly(Set.of("web"), Set.of("web", "api"), Set.of("api"));
        assertThat(List.of(one.text(), two.text(), three.text())).doesNotHaveDuplicates();
        assertThat(at(removed, List.of()).text()).isEqualTo(three.text());
    }

    @Test
    void aCommitThatChangesOtherFilesKeepsThePolicies() {
        PoliciesInForce before = at(first, List.of());
        CommitId edited = commit(Optional.of(first), Map.of("apps/web/k.yaml", "a: 2", "x.yaml", "a: 2"));
        CommitId back = commit(Optional.of(edited), Map.of("apps/web/other.yaml", "a: 2"));

        PoliciesInForce after = at(back, List.of(at(edited, List.of(before))));

        assertThat(after.policies()).isSameAs(before.policies());
        assertThat(after.text()).isEqualTo(before.text());
    }

    @Test
    void anInvalidFileLeavesTheLastPatternInForceForTheFoldersOfTheTip() {
        CommitId broken =
                commit(Optional.of(first), Map.of(PoliciesInForce.FILE, "policies: [", "apps/api/k.yaml", "a: 1"));

        PoliciesInForce inForce = at(broken, List.of(at(first, List.of())));

        assertThat(inForce.policies().names()).containsExactlyInAnyOrder("web", "api");
        assertThat(inForce.error().orElseThrow()).startsWith(PoliciesInForce.FILE + ":1:");
    }

    @Test
    void whatAPatternCannotStandForIsReportedWithTheFile() {
        String text = PATTERN.replace("\"{service}\", image", "\"" + "{service}".repeat(3) + "\", image");
        CommitId tip = commit(
                Optional.of(first), Map.of(PoliciesInForce.FILE, text, "apps/" + "a".repeat(100) + "/k.yaml", "a: 1"));

        PoliciesInForce inForce = at(tip, List.of());

        assertThat(inForce.policies().names()).containsExactly("webwebweb");
        assertThat(inForce.problems())
                .singleElement()
                .asString()
                .startsWith(PoliciesInForce.FILE + ":2:12: policy aaa")
                .endsWith("at most 255 characters are expected");
    }

    private PoliciesInForce at(CommitId tip, List<PoliciesInForce> known) {
        return PoliciesInForce.at(mirror, tip, known);
    }

    private CommitId commit(Optional<CommitId> parent, Map<String, String> texts) {
        Map<String, byte[]> files = new HashMap<>();
        texts.forEach((path, text) -> files.put(path, text.getBytes(UTF_8)));
        return mirror.write(new CommitDraft(parent, files, Set.of(), DANA, DANA, Instant.EPOCH, "Change"));
    }

    private CommitId remove(CommitId parent, String path) {
        return mirror.write(
                new CommitDraft(Optional.of(parent), Map.of(), Set.of(path), DANA, DANA, Instant.EPOCH, "Remove"));
    }
}
