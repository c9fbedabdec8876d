package dev.millrace.updater.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.ImageReference;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.git.commit.Person;
import dev.millrace.git.mirror.Mirror;
import dev.millrace.git.remote.Credentials;
import dev.millrace.git.remote.Remote;
import dev.millrace.git.write.CommitDraft;
import dev.millrace.updater.decide.BuildInfo;
import dev.millrace.updater.decide.WrittenUpdate;
import dev.millrace.updater.policy.PlaceRules;
import dev.millrace.updater.policy.Policies;
import dev.millrace.updater.policy.Policy;
import dev.millrace.updater.policy.Promotion;
import dev.millrace.updater.policy.Selection;
import dev.millrace.updater.policy.Versions;
import dev.millrace.updater.trailer.OurTrailers;
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

/** The history of a branch with more of our commits than are kept in memory. */
class BranchHistoryTest {
    private static final Instant NOON = Instant.parse("2026-03-14T12:00:00Z");
    private static final ImageName WEB = new ImageName("reg.example/shop/web");
    private static final Person MILLRACE = new Person("Millrace", "millrace@example.com");
    private static final int COMMITS = 300;

    private final BranchHistory history = new BranchHistory();

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

    @Test
    void aPolicyWithANewOrderHasItsOwnFloorAtOnce() {
        CommitId tip = commit(Optional.empty(), 1);
        for (int n = 2; n <= COMMITS; n++) {
            tip = commit(Optional.of(tip), n);
        }
        Policy ascending = policy(false);
        Policy descending = policy(true);

        Optional<WrittenUpdate> highest =
                history.upTo(mirror, tip, inForce(ascending)).floor(ascending);
        int kept = history.upTo(mirror, tip, inForce(ascending)).all().size();
        Optional<WrittenUpdate> lowest =
                history.upTo(mirror, tip, inForce(descending)).floor(descending);

        assertThat(kept).isLessThan(COMMITS);
        assertThat(highest).map(one -> one.tag().value()).contains(Integer.toString(COMMITS));
        assertThat(lowest).map(one -> one.tag().value()).contains("1");
    }

    private CommitId commit(Optional<CommitId> parent, int n) {
        String trailers = OurTrailers.write(
                ChainId.of(WEB, new Digest("sha256:" + "%064x".formatted(n))),
                EventId.of("image.built", Integer.toString(n)),
                "web",
                ImageReference.parse(WEB + ":" + n + "@sha256:" + "%064x".formatted(n)),
                new BuildInfo.External(NOON.plusSeconds(n)),
                Optional.empty());
        return mirror.write(new CommitDraft(
                parent,
                Map.of(),
                Set.of(),
                MILLRACE,
                MILLRACE,
                NOON.plusSeconds(n),
                "Update web to " + n + "\n\n" + trailers));
    }

    private static Policy policy(boolean descending) {
        Versions newest = Versions.NEWEST;
        Versions numerical = new Versions(
                newest.branches(),
                newest.releasesOnly(),
                newest.filter(),
                new Selection.Numerical(descending),
                newest.pinned(),
                newest.scanInterval(),
                newest.verification());
        return new Policy("web", WEB, numerical, PlaceRules.MARKERS, Promotion.NONE, Policy.DEFAULT_GROUP);
    }

    private static PoliciesInForce inForce(Policy policy) {
        return new PoliciesInForce(
                Policies.of(List.of(policy)),
                Optional.empty(),
                policy.versions().toString());
    }
}
