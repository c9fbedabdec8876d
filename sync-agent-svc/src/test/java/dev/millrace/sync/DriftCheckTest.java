package dev.millrace.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.apply.ClusterObjects;
import dev.millrace.sync.apply.Executor;
import dev.millrace.sync.apply.Kinds;
import dev.millrace.sync.apply.pace.Pace;
import dev.millrace.sync.lead.Overrun;
import dev.millrace.sync.lead.Unlimited;
import dev.millrace.sync.tenant.SampleTenancy;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Objects that an application may not have are not compared with the cluster. */
class DriftCheckTest {
    private final ApiStandIn api = new ApiStandIn();
    private final HandClock clock = new HandClock();
    private final Executor executor = new Executor(
            new ClusterObjects(api.client(), new Kinds(api.client(), clock), new Unlimited(), new Pace(8, clock)),
            uid -> true);
    private final DriftCheck drift = new DriftCheck(identity -> executor, clock);

    @AfterEach
    void close() {
        api.close();
    }

    private TrackedApplication compared(TrackedApplication tracked) {
        drift.compare(Sample.limited(Sample.subject(), SampleTenancy.shop("destinations: [shop-2]")), tracked);
        return tracked;
    }

    @Test
    void anAppliedObjectThatIsNoLongerAllowedIsNeitherReadNorRestored() {
        TrackedApplication tracked = new TrackedApplication(Sample.applied("one"));
        tracked.set(tracked.drift().suspecting(Set.of(Sample.ref("one").identity())));

        compared(tracked);

        assertThat(api.requests("GET")).isEmpty();
        assertThat(tracked.drift().suspected()).isEmpty();
        assertThat(tracked.drift().differing()).isEmpty();
    }

    @Test
    void anAnnotationThatNamesObjectsOfOthersHasNoneOfThemRead() {
        ObjectRef others = new ObjectRef("v1", "Secret", Optional.of("kube-system"), "token");
        TrackedApplication tracked = new TrackedApplication(Sample.ledger());
        tracked.set(tracked.drift().rechecking(Optional.of(new Overrun("12:00", List.of(others)))));

        compared(tracked);

        assertThat(api.requests("GET")).isEmpty();
        assertThat(tracked.ledger().recorded()).isEmpty();
    }
}
