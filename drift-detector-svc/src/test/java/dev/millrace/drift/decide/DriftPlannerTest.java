package dev.millrace.drift.decide;

import static dev.millrace.drift.decide.LiveDeployment.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cluster.record.AppliedRecord;
import dev.millrace.events.DriftDetected;
import dev.millrace.events.DriftDetected.Change;
import dev.millrace.events.DriftDetected.FieldDrift;
import dev.millrace.events.wire.Decoded;
import dev.millrace.events.wire.EncodedEvent;
import dev.millrace.events.wire.Envelope;
import dev.millrace.events.wire.EventCodec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DriftPlannerTest {
    private static final Instant NOW = Instant.parse("2026-01-03T00:00:00Z");

    private static final Optional<UUID> CLUSTER = Optional.of(new UUID(1, 1));

    private final AppliedRecord record = LiveDeployment.recorded();

    private DriftStep plan(LiveState live, Optional<Envelope<DriftDetected>> open) {
        return DriftPlanner.plan(
                new DriftFacts(Optional.of(record), record.object(WEB), WEB, live, true),
                CLUSTER,
                open.map(LatestEvent::after),
                NOW);
    }

    private Envelope<DriftDetected> published(LiveState live) {
        return published(plan(live, Optional.empty()));
    }

    private static Envelope<DriftDetected> published(DriftStep step) {
        if (step instanceof DriftStep.Publish(Envelope<DriftDetected> drift)) {
            return drift;
        }
        throw new AssertionError(step.toString());
    }

    @Test
    void publishesDriftWithItsRevisionChainAndCause() {
        Envelope<DriftDetected> drift =
                published(new LiveDeployment().image("web:2").live());

        assertThat(drift.chain()).isEqualTo(LiveDeployment.CHAIN);
        assertThat(drift.causation()).contains(LiveDeployment.CAUSE);
        assertThat(drift.event().change()).isEqualTo(Change.Modified);
        assertThat(drift.event().revision()).contains(LiveDeployment.COMMIT);
        assertThat(drift.event().heal()).isTrue();
        assertThat(drift.event().detectedAt()).isEqualTo(NOW);
        assertThat(drift.event().clusterUid()).isEqualTo(CLUSTER);
    }

    @Test
    void publishesTheSameDriftOnce() {
        LiveState live = new LiveDeployment().image("web:2").live();

        assertThat(plan(live, Optional.of(published(live)))).isEqualTo(new DriftStep.NoChange());
    }

    @Test
    void publishesAChangedDriftAgain() {
        Envelope<DriftDetected> first =
                published(new LiveDeployment().image("web:2").live());

        Envelope<DriftDetected> second =
                published(plan(new LiveDeployment().image("web:3").live(), Optional.of(first)));

        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(published(plan(new LiveState.Absent(), Optional.of(second)))
                        .event()
                        .change())
                .isEqualTo(Change.Missing);
    }

    @Test
    void publishesResolvedDriftWithTheIdOfTheFirstEvent() {
        Envelope<DriftDetected> first =
                published(new LiveDeployment().image("web:2").live());

        Envelope<DriftDetected> resolved = published(plan(new LiveDeployment().live(), Optional.of(first)));

        assertThat(resolved.event().change()).isEqualTo(Change.Resolved);
        assertThat(resolved.event().resolves()).contains(first.id());
        assertThat(resolved.event().fields()).isEqualTo(first.event().fields());
        assertThat(resolved.event().key()).isEqualTo(first.event().key());
        assertThat(resolved.chain()).isEqualTo(first.chain());
        assertThat(resolved.causation()).contains(first.id());
    }

    @Test
    void aDriftThatAnOlderVersionPublishedIsNotPublishedAgain() {
        LiveState live = new LiveDeployment().image("web:2").live();
        DriftFacts facts = new DriftFacts(Optional.of(record), record.object(WEB), WEB, live, true);
        Envelope<DriftDetected> older = published(DriftPlanner.plan(facts, Optional.empty(), Optional.empty(), NOW));

        assertThat(older.event().key()).isEqualTo(record.application().toString());
        assertThat(plan(live, Optional.of(older))).isEqualTo(new DriftStep.NoChange());
    }

    @Test
    void publishesNothingWhileTheStateIsUnknown() {
        Envelope<DriftDetected> first =
                published(new LiveDeployment().image("web:2").live());

        assertThat(plan(new LiveState.Unknown(), Optional.of(first))).isEqualTo(new DriftStep.NoChange());
        assertThat(plan(new LiveDeployment().live(), Optional.empty())).isEqualTo(new DriftStep.NoChange());
    }

    @Test
    void driftOfADeletedApplicationIsResolved() {
        Envelope<DriftDetected> first = published(new LiveState.Absent());
        DriftFacts gone = new DriftFacts(Optional.empty(), Optional.empty(), WEB, new LiveState.Unwatched(), true);

        DriftStep step = DriftPlanner.plan(gone, CLUSTER, Optional.of(LatestEvent.after(first)), NOW);

        assertThat(published(step).event().change()).isEqualTo(Change.Resolved);
    }

    @Test
    void aMissingFieldIsTheSameStateWhenReadBackFromTheTopic() {
        LiveState live = new LiveDeployment().withoutAnnotations().managed("").live();
        Envelope<DriftDetected> published = published(live);

        Envelope<DriftDetected> readBack = readBack(published);

        assertThat(readBack.event()).isEqualTo(published.event());
        assertThat(plan(live, Optional.of(readBack))).isEqualTo(new DriftStep.NoChange());
    }

    @Test
    void aRedactedFieldCanBeReadBackFromTheTopic() {
        FieldDrift redacted = new FieldDrift(
                "data.password",
                Optional.empty(),
                Optional.empty(),
                true,
                Optional.of("kubectl-edit"),
                Optional.of("Update"),
                Optional.of(NOW));
        Envelope<DriftDetected> published = published(new LiveState.Absent());
        DriftDetected missing = published.event();
        DriftDetected secret = new DriftDetected(
                missing.application(),
                missing.applicationUid(),
                missing.object(),
                missing.objectUid(),
                Change.Modified,
                List.of(redacted),
                missing.revision(),
                Optional.empty(),
                true,
                NOW);

        Envelope<DriftDetected> readBack =
                readBack(Envelope.first(secret, DriftPlanner.SERVICE, NOW, published.chain(), Optional.empty()));

        assertThat(readBack.event()).isEqualTo(secret);
    }

    @Test
    void aStateThatOccursAgainFollowsTheEventBeforeIt() {
        Envelope<DriftDetected> first = published(new LiveState.Absent());
        Envelope<DriftDetected> resolved = published(plan(new LiveDeployment().live(), Optional.of(first)));

        Envelope<DriftDetected> again = published(plan(new LiveState.Absent(), Optional.of(resolved)));
        Envelope<DriftDetected> resolvedAgain = published(plan(new LiveDeployment().live(), Optional.of(again)));

        assertThat(again.event().follows()).contains(resolved.id());
        assertThat(Set.of(first.id(), resolved.id(), again.id(), resolvedAgain.id()))
                .hasSize(4);
        assertThat(plan(new LiveState.Absent(), Optional.of(resolved))).isEqualTo(new DriftStep.Publish(again));
    }

    @Test
    void aDriftWithAValueThatIsCutIsPublishedOnceUntilItsValueChanges() {
        String large = "web:" + "1".repeat(600_000);
        Envelope<DriftDetected> first =
                published(new LiveDeployment().image(large).live());

        assertThat(plan(new LiveDeployment().image(large).live(), Optional.of(first)))
                .isEqualTo(new DriftStep.NoChange());
        assertThat(published(plan(new LiveDeployment().image(large + "2").live(), Optional.of(first)))
                        .id())
                .isNotEqualTo(first.id());
        assertThat(EventCodec.encode(first).value()).hasSizeLessThan(10_000);
    }

    @Test
    void aDriftThatKafkaDoesNotAcceptIsPublishedWithoutValuesThenWithoutFields() {
        Envelope<DriftDetected> drift =
                published(new LiveDeployment().image("web:2").live());

        Envelope<DriftDetected> paths = DriftPlanner.withoutValues(drift).orElseThrow();
        Envelope<DriftDetected> bare = DriftPlanner.withoutFields(paths).orElseThrow();

        assertThat(paths.event().fields()).singleElement().satisfies(field -> {
            assertThat(field.path()).endsWith("image");
            assertThat(field.live()).isEmpty();
            assertThat(field.shortened()).contains(true);
        });
        assertThat(bare.event().fieldsOmitted()).contains(1);
        assertThat(DriftPlanner.withoutValues(paths)).isEmpty();
        assertThat(DriftPlanner.withoutFields(bare)).isEmpty();
    }

    private static Envelope<DriftDetected> readBack(Envelope<DriftDetected> published) {
        EncodedEvent encoded = EventCodec.encode(published);
        Decoded decoded = EventCodec.decode(encoded.headers(), encoded.value());
        if (decoded instanceof Decoded.Known(Envelope<?> known) && known.event() instanceof DriftDetected event) {
            return new Envelope<>(event, known.source(), known.time(), known.chain(), known.causation(), known.trace());
        }
        throw new AssertionError(decoded.toString());
    }
}
