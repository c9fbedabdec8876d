package dev.millrace.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.events.SyncCompleted;
import dev.millrace.events.SyncCompleted.Outcome;
import dev.millrace.events.value.CommitId;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.sync.apply.ClusterObjects;
import dev.millrace.sync.apply.Kinds;
import dev.millrace.sync.apply.pace.Pace;
import dev.millrace.sync.health.RolloutCauses;
import dev.millrace.sync.lead.Unlimited;
import dev.millrace.sync.plan.PrunePlanner;
import dev.millrace.sync.plan.Pruning;
import dev.millrace.sync.prune.PendingClaims;
import dev.millrace.sync.prune.Pruner;
import dev.millrace.sync.record.Ledger;
import dev.millrace.sync.report.Outbox;
import dev.millrace.sync.state.AttemptState;
import dev.millrace.sync.state.SourceState;
import dev.millrace.sync.steer.RemovalProgress;
import dev.millrace.sync.tenant.OwnNamespace;
import dev.millrace.sync.tenant.SampleTenancy;
import dev.millrace.sync.tenant.TenantPolicy;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** What happens before anything is deleted: nothing that another application may declare is. */
class RemovalTest {
    private final ApiStandIn api = new ApiStandIn();
    private final HandClock clock = new HandClock();
    private final MapRecords records = new MapRecords();
    private final Others others = new Others();
    private final PendingClaims claims = new PendingClaims(uid -> {});
    private final Outbox outbox = new Outbox(envelope -> {}, (uid, id) -> {});
    private final Recorder recorder =
            new Recorder(records, outbox, claims, new DeliveryMetrics(new SimpleMeterRegistry()));
    private final ClusterObjects cluster =
            new ClusterObjects(api.client(), new Kinds(api.client(), clock), new Unlimited(), new Pace(8, clock));
    private final Pruner pruner = new Pruner(cluster, api.client());
    private final Removal removal = new Removal(
            identity -> pruner,
            new Release(identity -> pruner, claims, recorder),
            others,
            recorder,
            new AttemptIdentities(Optional::empty),
            clock);
    private final AttemptEnd ending = new AttemptEnd(
            identity -> new RolloutCauses(api.client(), ref -> Optional.empty()), Optional::empty, clock);

    private static final class Others implements OtherApplications {
        private final List<String> retried = new ArrayList<>();
        private List<String> behind = List.of();

        @Override
        public boolean exists(String uid) {
            return true;
        }

        @Override
        public Optional<String> unmet(Subject app, CommitId commit) {
            return Optional.empty();
        }

        @Override
        public List<String> yetToCompare(Subject app, CommitId commit) {
            assertThat(commit).isEqualTo(Sample.NEW);
            return behind;
        }

        @Override
        public void sourceAt(Subject app, CommitId tip, Instant asOf) {}

        @Override
        public void retry(String uid) {
            retried.add(uid);
        }
    }

    RemovalTest() {
        api.having("/api/v1", """
                {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": "v1", "resources": [
                  {"name": "configmaps", "singularName": "", "kind": "ConfigMap", "namespaced": true,
                   "verbs": ["create", "delete", "get", "list", "patch", "update", "watch"]}]}""");
    }

    @AfterEach
    void close() {
        recorder.close();
        api.close();
    }

    private Pass removing(String... objects) {
        return removing(Sample.subject(), objects);
    }

    private Pass removing(Subject app, String... objects) {
        Ledger ledger = Sample.begun().running(Sample.attempt(1).appliedAt(clock.instant()));
        for (String name : objects) {
            ledger = ledger.having(List.of(Sample.object(name)));
        }
        TrackedApplication tracked = new TrackedApplication(ledger);
        tracked.set(SourceState.UNKNOWN.comparedWith(Sample.NEW));
        tracked.set(new AttemptState.Settling(
                        Sample.work(Sample.pruning(new Pruning.Allowed(), "old", "older"), 0), Map.of())
                .removing());
        return new Pass(app, tracked, false, clock.instant());
    }

    private Optional<RemovalProgress> next(Pass pass) {
        removal.next(pass);
        return pass.findings().removal();
    }

    static final List<Arguments> NOT_ALLOWED = List.of(
            arguments(
                    SampleTenancy.shop("destinations: [shop-2]"),
                    "Tenant shop does not allow the namespace shop (spec.destinations)"),
            arguments(
                    TenantPolicy.singleTeam(new OwnNamespace("shop"), "web"),
                    "the namespace shop is the agent's own, and no Application changes anything in it"));

    @ParameterizedTest(name = "{1}")
    @FieldSource("NOT_ALLOWED")
    void anObjectThatTheApplicationMayNotHaveStaysAndIsForgotten(TenantPolicy policy, String reason) {
        Pass pass = removing(Sample.limited(Sample.subject(), policy), "old", "one");

        assertThat(next(pass)).isEmpty();

        assertThat(api.requests("DELETE")).isEmpty();
        assertThat(api.requests("PATCH")).isEmpty();
        assertThat(pass.tracked().objects()).containsExactly(Sample.ref("one"));
        assertThat(pass.tracked().running().done().notices()).containsExactly("ConfigMap shop/old stays: " + reason);
    }

    @ParameterizedTest(name = "{1}")
    @FieldSource("NOT_ALLOWED")
    void withItsApplicationItIsReleasedWithoutBeingTouched(TenantPolicy policy, String reason) {
        Pass pass = removing(Sample.limited(Sample.subject(), policy), "old", "one");

        new Release(identity -> pruner, claims, recorder).all(pass);

        assertThat(api.requests("GET")).as(reason).isEmpty();
        assertThat(api.requests("PATCH")).isEmpty();
        assertThat(pass.tracked().objects()).isEmpty();
    }

    @Test
    void objectsThatAreNoLongerRecordedAreGone() {
        assertThat(next(removing("one"))).contains(new RemovalProgress.Gone());
        assertThat(records.saves()).isZero();
    }

    @Test
    void othersOfTheSameSourceAreComparedFirst() {
        others.behind = List.of("uid-a", "uid-b");
        Pass pass = removing("old", "one");

        RemovalProgress.Waiting waiting = (RemovalProgress.Waiting) next(pass).orElseThrow();

        assertThat(waiting.why())
                .isEqualTo("before anything is pruned, 2 other applications of the same source are compared with the"
                        + " commit, because they may declare it");
        assertThat(waiting.checkAt())
                .isBetween(clock.instant().plusMillis(150), clock.instant().plusMillis(200));
        assertThat(pass.tracked().ledger().record().intent().pruning())
                .as("nothing is announced yet")
                .isEmpty();
        assertThat(api.requests("DELETE")).isEmpty();
    }

    @Test
    void othersThatNoEventHasWokenAreTriggeredOnceAtTheThirdCheck() {
        others.behind = List.of("uid-a");
        Pass pass = removing("old");

        for (int check = 1; check <= 5; check++) {
            next(pass);
            assertThat(others.retried).hasSize(check < 3 ? 0 : 1);
        }
        assertThat(((AttemptState.Removing) pass.tracked().attempt()).checks()).isEqualTo(5);
    }

    static final List<Arguments> LIMITS = List.of(
            arguments("just before the limit", Duration.ofSeconds(30).minusNanos(1), true),
            arguments("at the limit", Duration.ofSeconds(30), false),
            arguments("long after", Duration.ofHours(1), false));

    @ParameterizedTest(name = "{0}: {2}")
    @FieldSource("LIMITS")
    void othersThatCannotBeComparedAreWaitedForHalfAMinute(String name, Duration passed, boolean waits) {
        others.behind = List.of("uid-a");
        Pass pass = removing("old");
        clock.forward(passed);

        removal.next(pass);

        assertThat(pass.findings()
                        .removal()
                        .filter(RemovalProgress.Waiting.class::isInstance)
                        .isPresent())
                .as(name)
                .isEqualTo(waits);
        assertThat(pass.tracked().ledger().objects().isEmpty()).isEqualTo(!waits);
    }

    @Test
    void anObjectThatAnotherApplicationDeclaresIsHandedOver() {
        claims.of("uid-other", Set.of(Sample.ref("old").identity()));
        Pass pass = removing("old", "one");

        removal.next(pass);

        assertThat(pass.tracked().ledger().objects()).containsExactly(Sample.object("one"));
        assertThat(api.requests("DELETE")).isEmpty();
        assertThat(pass.findings().removal())
                .as("the progress is to be checked again")
                .isEmpty();
        assertThat(pass.tracked().ledger().running().orElseThrow().done().changed())
                .as("a handed over object is not pruned")
                .isEmpty();
    }

    @Test
    void onlyAnAttemptThatDeletesCanGoOn() {
        Pass pass = removing("old");
        pass.tracked().set(AttemptState.NEW);

        assertThatThrownBy(() -> removal.next(pass)).isInstanceOf(IllegalStateException.class);
    }

    private Pass leaving(Ledger ledger, AttemptState state) {
        TrackedApplication tracked = new TrackedApplication(ledger);
        tracked.set(state);
        return new Pass(Sample.subject(), tracked, false, clock.instant());
    }

    @Test
    void aDeletionIsAnAttemptOfItsOwnThatTakesThePlaceOfTheRunningOne() {
        Ledger running = Sample.begun().having(List.of(Sample.object("one"))).applying(List.of(Sample.ref("two")));
        Pass pass = leaving(running, new AttemptState.Idle(Optional.empty(), 3, Set.of(), Map.of()));

        removal.beginAll(pass, ending);

        SyncCompleted superseded = pass.ended().getFirst().outcome();
        assertThat(superseded.outcome()).isEqualTo(Outcome.Superseded);
        assertThat(superseded.attempt()).isEqualTo(1);
        assertThat(pass.tracked().running().number()).isEqualTo(2);
        assertThat(pass.tracked().running().why().reason()).contains("DELETION");
        assertThat(pass.tracked().running().revision()).isEqualTo(Sample.NEW);
        assertThat(pass.tracked().running().appliedAt()).contains(clock.instant());
        assertThat(pass.tracked().attempt())
                .isEqualTo(new AttemptState.Ending(PrunePlanner.all(running.recorded()), 0, 3));
    }

    @Test
    void anInterruptedDeletionIsResumedWithItsNumber() {
        Pass pass = leaving(Sample.begun().having(List.of(Sample.object("one"))), new AttemptState.Interrupted());

        removal.beginAll(pass, ending);

        assertThat(pass.ended()).isEmpty();
        assertThat(pass.tracked().running().number()).isEqualTo(1);
        assertThat(pass.tracked().attempt()).isInstanceOf(AttemptState.Ending.class);
    }

    @Test
    void anApplicationThatWasNeverAppliedIsDeletedWithoutACommit() {
        Pass pass = leaving(Sample.ledger().applying(List.of(Sample.ref("one"))), AttemptState.NEW);

        removal.beginAll(pass, ending);

        assertThat(pass.tracked().running().revision()).isEqualTo(CommitId.NONE);
        assertThat(pass.tracked().running().number()).isEqualTo(1);
        assertThat(pass.tracked().running().previous()).isEmpty();
    }
}
