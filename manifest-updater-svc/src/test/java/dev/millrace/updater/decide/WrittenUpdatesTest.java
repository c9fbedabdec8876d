package dev.millrace.updater.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.Source;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import dev.millrace.updater.policy.Policies;
import dev.millrace.updater.policy.Policy;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pruning of long histories. */
class WrittenUpdatesTest {
    private static final ImageName IMAGE = new ImageName("reg.example/shop/web");
    private static final Policy WEB = Policy.newest("web", IMAGE);
    private static final Policies POLICIES = Policies.of(List.of(WEB));

    @Test
    void memoryDoesNotGrowWithTheHistory() {
        WrittenUpdates kept = WrittenUpdates.NONE;

        for (int n = 1; n <= 3 * WrittenUpdates.KEPT_LATEST; n++) {
            kept = with(written("web", n, n), with(written("gone", n, n), kept)).pruned(POLICIES);
        }

        assertThat(kept.all())
                .filteredOn(one -> one.policy().equals("web"))
                .hasSize(WrittenUpdates.KEPT_LATEST + WrittenUpdates.KEPT_HIGHEST);
        assertThat(kept.all()).filteredOn(one -> one.policy().equals("gone")).hasSize(WrittenUpdates.KEPT_LATEST);
        assertThat(kept.all().getFirst())
                .isEqualTo(written("web", 3 * WrittenUpdates.KEPT_LATEST, 3 * WrittenUpdates.KEPT_LATEST));
    }

    @Test
    void theFloorStaysHoweverLongAgoItWasWritten() {
        WrittenUpdates kept = new WrittenUpdates(List.of(written("web", 1, 9_000), written("web", 2, 9_001)));

        for (int n = 3; n <= 3 * WrittenUpdates.KEPT_LATEST; n++) {
            kept = with(written("web", n, n), kept).pruned(POLICIES);
        }

        assertThat(kept.floor(WEB)).contains(written("web", 2, 9_001));
        assertThat(kept.without("web", Set.of(digest(9_001))).floor(WEB)).contains(written("web", 1, 9_000));
        assertThat(kept.without("web", Set.of(digest(9_001), digest(9_000))).floor(WEB))
                .contains(written("web", 3 * WrittenUpdates.KEPT_LATEST, 3 * WrittenUpdates.KEPT_LATEST));
    }

    @Test
    void theLatestUpdatesAreStillFoundByTheirEventsAndOtherPoliciesLoseNothing() {
        WrittenUpdate rare = written("rare", 1, 1);
        WrittenUpdates kept = new WrittenUpdates(List.of(rare));

        for (int n = 2; n <= 3 * WrittenUpdates.KEPT_LATEST; n++) {
            kept = with(written("web", n, n), kept).pruned(POLICIES);
        }

        int oldest = 2 * WrittenUpdates.KEPT_LATEST + 1;
        assertThat(kept.causedBy("web", event(oldest))).contains(written("web", oldest, oldest));
        assertThat(kept.causedBy("web", event(2))).isEmpty();
        assertThat(kept.causedBy("rare", event(1))).contains(rare);
    }

    private static WrittenUpdates with(WrittenUpdate one, WrittenUpdates before) {
        return new WrittenUpdates(
                Stream.concat(Stream.of(one), before.all().stream()).toList());
    }

    /** The n-th update; its image was built as the {@code rank}-th. */
    private static WrittenUpdate written(String policy, int n, int rank) {
        Source source = BuildInfoTest.source("main", rank, rank);
        return new WrittenUpdate(
                source.commit(),
                policy,
                ChainId.of(source.repository(), source.commit()),
                event(n),
                IMAGE,
                new Tag("t" + rank),
                digest(rank),
                new BuildInfo.FromSource(source),
                Optional.empty());
    }

    private static EventId event(int n) {
        return EventId.of("image.built", Integer.toString(n));
    }

    private static Digest digest(int rank) {
        return new Digest("sha256:" + "%064x".formatted(rank));
    }
}
