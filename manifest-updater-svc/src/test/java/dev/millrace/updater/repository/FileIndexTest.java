package dev.millrace.updater.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.git.commit.Person;
import dev.millrace.git.mirror.Mirror;
import dev.millrace.git.remote.Credentials;
import dev.millrace.git.remote.Remote;
import dev.millrace.git.write.CommitDraft;
import dev.millrace.updater.edit.find.Finder;
import dev.millrace.updater.edit.find.Problem;
import dev.millrace.updater.policy.PlaceRules;
import dev.millrace.updater.policy.Policies;
import dev.millrace.updater.policy.Policy;
import dev.millrace.updater.policy.Promotion;
import dev.millrace.updater.policy.Versions;
import dev.millrace.updater.policy.path.PathGlob;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileIndexTest {
    private static final ImageName WEB = new ImageName("reg.example/shop/web");
    private static final Person DANA = new Person("Dana", "dana@example.com");
    private static final Policies POLICIES =
            Policies.of(List.of(policy("staging", "STAGING"), policy("production", "PRODUCTION")));

    @SuppressWarnings("NullAway.Init")
    private Mirror mirror;

    private final FileIndex index = new FileIndex();

    @BeforeEach
    void open(@TempDir Path directory) {
        Remote remote = new Remote(
                new RepositoryId("localhost/config"),
                directory.resolve("nowhere").toUri(),
                new Credentials.None());
        mirror = Mirror.open(directory.resolve("mirror"), remote);
    }

    @AfterEach
    void close() {
        mirror.close();
    }

    @Test
    void storesFindingsAndNothingOfOtherFiles() {
        CommitId tip = commit(
                Optional.empty(),
                Map.of(
                        "a/one.yaml", "version: 1.0 # STAGING\n",
                        "a/two.yaml", "version: 1.0 # STAGING\nother: 2.0 # PRODUCTION\n",
                        "b/none.yaml", "version: 1.0\n",
                        "b/text.txt", "version: 1.0 # STAGING\n",
                        "b/binary.yaml", "version: 1.0 # STAGING\n\0"));

        assertThat(texts(tip, POLICIES))
                .isEqualTo(Map.of(
                        "a/one.yaml", List.of("staging=1.0"), "a/two.yaml", List.of("staging=1.0", "production=2.0")));
    }

    @Test
    void storesTheValueOfAMarkerThatIsTheOnlyWayToThePolicy() {
        CommitId tip = commit(
                Optional.empty(),
                Map.of(
                        "a.yaml", "v: 1.0 # {\"$imagepolicy\": \"flux-system:staging:tag\"}\n",
                        "b.yaml", "image: web.example/x:1 # {\"$imagepolicy\": \"other:staging\"}\n"));

        assertThat(texts(tip, POLICIES)).isEqualTo(Map.of("a.yaml", List.of("staging=1.0"), "b.yaml", List.of()));
    }

    @Test
    void followsChangesFromCommitToCommitAndBack() {
        CommitId first = commit(Optional.empty(), Map.of("a.yaml", "v: 1 # STAGING\n", "b.yaml", "v: 1 # STAGING\n"));
        texts(first, POLICIES);

        CommitId second = mirror.write(draft(
                Optional.of(first),
                Map.of("a.yaml", "v: 2 # STAGING\n", "c.yaml", "v: 3 # STAGING\n"),
                Set.of("b.yaml")));

        assertThat(texts(second, POLICIES))
                .isEqualTo(Map.of("a.yaml", List.of("staging=2"), "c.yaml", List.of("staging=3")));
        assertThat(texts(first, POLICIES))
                .isEqualTo(Map.of("a.yaml", List.of("staging=1"), "b.yaml", List.of("staging=1")));
    }

    @Test
    void readsAllFilesAgainWhenThePoliciesChange() {
        CommitId tip = commit(Optional.empty(), Map.of("a.yaml", "v: 1 # STAGING\nw: 2 # ANOTHER\n"));
        texts(tip, POLICIES);

        assertThat(texts(tip, Policies.of(List.of(policy("another", "ANOTHER")))))
                .isEqualTo(Map.of("a.yaml", List.of("another=2")));
    }

    @Test
    void followsManyChangesAtOnce() {
        Map<String, String> files = new HashMap<>();
        IntStream.range(0, 700).forEach(i -> files.put("f" + i + ".yaml", "v: 1 # STAGING\n"));
        CommitId first = commit(Optional.empty(), files);
        texts(first, POLICIES);
        files.replaceAll((path, text) -> text.replace("1", "2"));

        CommitId second = commit(Optional.of(first), files);

        assertThat(texts(second, POLICIES)).hasSize(700).containsEntry("f699.yaml", List.of("staging=2"));
    }

    @Test
    void visitsTheFilesOfAPolicyInOrderAndUnparsableOnes() {
        CommitId tip = commit(
                Optional.empty(),
                Map.of(
                        "b.yaml", "v: 1 # STAGING\n",
                        "a.yaml", "v: 1 # STAGING\n",
                        "c.yaml", "v: 1 # PRODUCTION\n",
                        "d.yaml", "v: [1 # STAGING\n"));
        List<String> shown = new ArrayList<>();

        index.visit(
                mirror,
                tip,
                inForce(POLICIES),
                List.of(policy("staging", "STAGING")),
                (path, content) -> shown.add(path));

        assertThat(shown).containsExactly("a.yaml", "b.yaml", "d.yaml");
    }

    @Test
    void aMarkerOutsideThePathsOfItsPolicyIsAProblem() {
        String marker = "# {\"$imagepolicy\": \"staging:tag\"}\n";
        CommitId tip = commit(
                Optional.empty(), Map.of("a.yaml", "v: 1 " + marker, "b.yml", "v: 1\nw: 2 " + marker, "c.txt", marker));

        Map<String, FileFindings> found = index.at(mirror, tip, inForce(POLICIES));

        assertThat(found).containsOnlyKeys("a.yaml", "b.yml");
        assertThat(found.get("a.yaml")).isNotNull().satisfies(file -> assertThat(file.problems())
                .isEmpty());
        assertThat(found.get("b.yml")).isNotNull().satisfies(file -> {
            assertThat(file.values()).isEmpty();
            assertThat(file.problems())
                    .containsExactly(new Problem(
                            2,
                            "the marker names the policy staging, whose paths do not include this file; nothing is"
                                    + " written here"));
        });
    }

    @Test
    void aValueThatTwoPoliciesClaimIsAProblem() {
        CommitId tip = commit(Optional.empty(), Map.of("a.yaml", "v: 1 # BOTH\n", "b.yaml", "v: 1 # STAGING\n"));

        Map<String, FileFindings> found = index.at(
                mirror,
                tip,
                inForce(Policies.of(List.of(
                        policy("staging", "STAGING"), policy("production", "BOTH"), policy("canary", "BOTH")))));

        assertThat(found.get("b.yaml")).isNotNull().satisfies(file -> assertThat(file.problems())
                .isEmpty());
        assertThat(found.get("a.yaml")).isNotNull().satisfies(file -> assertThat(file.values())
                .isEmpty());
        assertThat(found.get("a.yaml")).isNotNull().satisfies(file -> assertThat(file.problems())
                .containsExactly(new Problem(
                        1,
                        "the policies production and canary claim one value; nothing is written to it: give"
                                + " them different paths, comments or markers")));
    }

    private Map<String, List<String>> texts(CommitId tip, Policies policies) {
        Map<String, List<String>> texts = new TreeMap<>();
        index.at(mirror, tip, inForce(policies))
                .forEach((path, held) -> texts.put(
                        path,
                        held.values().stream()
                                .map(value -> value.policy() + "=" + value.text())
                                .toList()));
        return texts;
    }

    private static PoliciesInForce inForce(Policies policies) {
        return new PoliciesInForce(policies, Optional.empty(), policies.names().toString());
    }

    private CommitId commit(Optional<CommitId> parent, Map<String, String> files) {
        return mirror.write(draft(parent, files, Set.of()));
    }

    private static CommitDraft draft(Optional<CommitId> parent, Map<String, String> files, Set<String> removed) {
        Map<String, byte[]> contents = new HashMap<>();
        files.forEach((path, text) -> contents.put(path, text.getBytes(StandardCharsets.UTF_8)));
        return new CommitDraft(parent, contents, removed, DANA, DANA, Instant.parse("2026-11-23T01:00:00Z"), "Change");
    }

    private static Policy policy(String name, String comment) {
        return new Policy(
                name,
                WEB,
                Versions.NEWEST,
                new PlaceRules(List.of(new PathGlob("**.yaml")), List.of(new Finder.Comment(comment))),
                Promotion.NONE,
                Policy.DEFAULT_GROUP);
    }
}
