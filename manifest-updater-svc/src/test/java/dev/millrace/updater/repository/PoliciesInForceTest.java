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
import dev.millrace.yaml.YamlDocument;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoliciesInForceTest {
    private static final Person DANA = new Person("Dana", "dana@example.com");
    private static final String VALID = "policies: []\n";

    @SuppressWarnings("NullAway.Init")
    private Mirror mirror;

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

    private CommitId commit(Optional<CommitId> parent, String path, String text) {
        return mirror.write(new CommitDraft(
                parent, Map.of(path, text.getBytes(UTF_8)), Set.of(), DANA, DANA, Instant.EPOCH, "Change"));
    }

    @Test
    void aFileBeyondTheLimitLeavesTheLastPoliciesInForce() {
        CommitId valid = commit(Optional.empty(), PoliciesInForce.FILE, VALID);
        int size = YamlDocument.MAX_BYTES + 1;
        CommitId large = commit(Optional.of(valid), PoliciesInForce.FILE, VALID + "#".repeat(size - VALID.length()));

        PoliciesInForce inForce = PoliciesInForce.at(mirror, large, List.of());

        assertThat(inForce.text())
                .isEqualTo(mirror.tree(valid).objectId(PoliciesInForce.FILE).orElseThrow());
        assertThat(inForce.error())
                .contains(PoliciesInForce.FILE + ":1:1: " + size + " bytes; at most " + YamlDocument.MAX_BYTES
                        + " are possible");
    }

    @Test
    void aPolicyThatIsNoLongerSuspendedHasResumedAfterARestartToo() {
        String web = "policies:\n- {name: web, image: r.x/web%s}\n- {name: api, image: r.x/api}\n";
        CommitId first = commit(Optional.empty(), PoliciesInForce.FILE, web.formatted(""));
        CommitId suspended =
                commit(Optional.of(first), PoliciesInForce.FILE, web.formatted(", suspend: true, reason: a migration"));
        CommitId resumed = commit(Optional.of(suspended), PoliciesInForce.FILE, web.formatted(", digest: true"));

        PoliciesInForce during = PoliciesInForce.at(mirror, suspended, List.of());
        PoliciesInForce after = PoliciesInForce.at(mirror, resumed, List.of(during));
        PoliciesInForce afterARestart = PoliciesInForce.at(mirror, resumed, List.of());

        assertThat(PoliciesInForce.at(mirror, first, List.of()).resumed()).isEmpty();
        assertThat(during.policies().suspended()).containsExactly("web");
        assertThat(during.resumed()).isEmpty();
        assertThat(after.resumed()).containsExactly("web");
        assertThat(afterARestart).isEqualTo(after);
    }

    @Test
    void aRepositoryWithoutTheFileHasNoPolicies() {
        CommitId tip = commit(Optional.empty(), "a.yaml", "a: 1\n");

        PoliciesInForce inForce = PoliciesInForce.at(mirror, tip, List.of());

        assertThat(inForce.policies().all()).isEmpty();
        assertThat(inForce.error()).isEmpty();
    }
}
