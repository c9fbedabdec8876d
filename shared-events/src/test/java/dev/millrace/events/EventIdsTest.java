package dev.millrace.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.wire.Envelope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** The same fact has the same id, independent of its publisher and time; different facts have different ids. */
class EventIdsTest {
    private static final Optional<UUID> CLUSTER = Optional.of(Examples.CLUSTER_UID);
    private static final Optional<UUID> OTHER_CLUSTER = Optional.of(new UUID(1, 1));
    private static final Optional<UUID> ATTEMPT = Optional.of(new UUID(1, 2));
    private static final Optional<UUID> LATER_ATTEMPT = Optional.of(new UUID(1, 3));
    private static final Instant LATER = Instant.parse("2027-01-01T00:00:00Z");

    @Test
    void aRepeatedPushIsTheSameFact() {
        SourceChanged again = new SourceChanged(Examples.APP, Examples.MAIN, Examples.BEFORE, Examples.PUSHED, LATER);

        assertThat(again.id()).isEqualTo(Examples.sourceChanged().id());
    }

    @Test
    void aPushInTheOtherDirectionIsAnotherFact() {
        SourceChanged back = new SourceChanged(Examples.APP, Examples.MAIN, Examples.PUSHED, Examples.BEFORE, LATER);

        assertThat(back.id()).isNotEqualTo(Examples.sourceChanged().id());
    }

    @Test
    void aRepeatedReportOfAPushIsTheSameFactForAnySender() {
        ImagePushed again =
                new ImagePushed(Examples.IMAGE, Examples.TAG, Optional.of(Examples.DIGEST), "harbor", LATER);

        assertThat(again.id()).isEqualTo(Examples.imagePushed().id());
    }

    @Test
    void aPushWithoutADigestIsInTheChainOfItsTag() {
        ImagePushed push = new ImagePushed(Examples.IMAGE, Examples.TAG, Optional.empty(), "quay", LATER);

        assertThat(push.chain()).isEqualTo(ChainId.of(Examples.IMAGE, Examples.TAG));
        assertThat(Examples.imagePushed().chain()).isEqualTo(ChainId.of(Examples.IMAGE, Examples.DIGEST));
    }

    @Test
    void anImageIsOneFactForAnyPublisher() {
        ImageBuilt external = new ImageBuilt(
                Examples.IMAGE,
                Examples.TAG,
                Examples.DIGEST,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                ImageBuilt.Origin.REGISTRY,
                Optional.empty(),
                Optional.empty(),
                LATER);

        assertThat(external.id()).isEqualTo(Examples.imageBuilt().id());
    }

    @Test
    void theIdOfAnEditCoversItsRepositoryBranchAndCause() {
        EventId id = Examples.updateRequested().id();

        assertThat(EventId.of(
                        "update.requested",
                        "git.example.com/shop/config#refs/heads/main",
                        "web-staging",
                        "staging",
                        "registry.example.com/shop/web:5f0c1d3a8f5e@" + Examples.DIGEST,
                        Examples.imageBuilt().id().value()))
                .isEqualTo(id);
    }

    @Test
    void theOrderOfFieldsDoesNotMatterForADrift() {
        DriftDetected.FieldDrift image = field("spec.image", Optional.empty());
        DriftDetected.FieldDrift replicas = field("spec.replicas", Optional.of(LATER));

        assertThat(drift(List.of(image, replicas)).id())
                .isEqualTo(drift(List.of(replicas, image)).id());
    }

    @Test
    void theSameDriftAtALaterTimeIsAnotherFact() {
        DriftDetected.FieldDrift now = field("spec.replicas", Optional.of(LATER));
        DriftDetected.FieldDrift then = field("spec.replicas", Optional.of(LATER.plusSeconds(60)));

        assertThat(drift(List.of(now)).id()).isNotEqualTo(drift(List.of(then)).id());
    }

    @Test
    void theSameStateAfterAnotherEventIsAnotherFact() {
        DriftDetected first = missing(Optional.empty());
        DriftDetected second = missing(Optional.of(Examples.driftDetected().id()));
        DriftDetected third = missing(Optional.of(second.id()));

        assertThat(Set.of(first.id(), second.id(), third.id())).hasSize(3);
        assertThat(missing(Optional.of(second.id())).id()).isEqualTo(third.id());
    }

    @Test
    void theIdOfTheStateIsDerivedFromItsNewestEvent() {
        DriftState open = DriftState.after(missing(Optional.empty()));
        DriftState resolved = DriftState.after(Examples.driftDetected());

        assertThat(open.open()).isPresent();
        assertThat(resolved.open()).isEmpty();
        assertThat(open.key()).isEqualTo(resolved.key());
        assertThat(open.id()).isNotEqualTo(resolved.id());
    }

    private static DriftDetected missing(Optional<EventId> follows) {
        return new DriftDetected(
                Examples.APPLICATION,
                Examples.UID,
                Optional.of(Examples.CLUSTER_UID),
                Examples.DEPLOYMENT,
                Optional.of("u"),
                DriftDetected.Change.Missing,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                false,
                LATER,
                follows,
                Optional.empty());
    }

    @Test
    void theIdOfAResolutionIsDerivedFromItsDrift() {
        DriftDetected resolved = Examples.driftDetected();

        assertThat(resolved.id())
                .isEqualTo(EventId.of(
                        "drift.resolved", resolved.resolves().orElseThrow().value()))
                .isNotEqualTo(resolved.resolves().orElseThrow());
    }

    @Test
    void onlyAResolutionNamesAResolvedEvent() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DriftDetected(
                        Examples.APPLICATION,
                        Examples.UID,
                        Examples.DEPLOYMENT,
                        Optional.empty(),
                        DriftDetected.Change.Resolved,
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        LATER));
    }

    static final List<Arguments> IDS_OF_ATTEMPTS = List.of(
            Arguments.of("another attempt that has the number of a lost one", attempt(7, CLUSTER, LATER_ATTEMPT)),
            Arguments.of("the attempt of another cluster with the same name", attempt(7, OTHER_CLUSTER, ATTEMPT)),
            Arguments.of("the next attempt", attempt(8, CLUSTER, ATTEMPT)),
            Arguments.of("an attempt of an older agent", attempt(7, Optional.empty(), Optional.empty())));

    @ParameterizedTest(name = "{0}")
    @FieldSource("IDS_OF_ATTEMPTS")
    void anotherAttemptHasAnotherId(String name, SyncCompleted other) {
        SyncCompleted one = attempt(7, CLUSTER, ATTEMPT);

        assertThat(other.id()).isNotEqualTo(one.id());
        assertThat(attempt(7, CLUSTER, ATTEMPT).id()).isEqualTo(one.id());
    }

    @Test
    void eventsOfOlderVersionsKeepTheirKeysAndIds() {
        HealthChanged health = Examples.healthChanged();
        SyncCompleted attempt = attempt(7, Optional.empty(), Optional.empty());
        HealthChanged older = new HealthChanged(
                health.application(),
                health.applicationUid(),
                health.from(),
                health.to(),
                health.since(),
                health.revision(),
                health.objects());

        assertThat(List.of(attempt.id().value(), older.id().value()))
                .containsExactly("c6ba5145-d633-5b80-b038-89284db7d8b8", "fa0785cb-b1ce-535b-b1ff-974003842dc8");
        assertThat(List.of(attempt.key(), older.key())).containsOnly("local/apps/web-staging");
    }

    @Test
    void twoClustersWithOneNameHaveTheirOwnKeysAndIds() {
        HealthChanged one = health(CLUSTER);
        HealthChanged other = health(OTHER_CLUSTER);

        assertThat(one.key()).isNotEqualTo(other.key());
        assertThat(one.id()).isNotEqualTo(other.id());
        assertThat(attempt(7, CLUSTER, ATTEMPT).key()).isEqualTo(one.key());
    }

    private static HealthChanged health(Optional<UUID> cluster) {
        HealthChanged health = Examples.healthChanged();
        return new HealthChanged(
                health.application(),
                health.applicationUid(),
                cluster,
                health.from(),
                health.to(),
                health.since(),
                health.revision(),
                health.objects());
    }

    private static SyncCompleted attempt(long number, Optional<UUID> cluster, Optional<UUID> id) {
        SyncCompleted one = Examples.syncCompleted();
        return new SyncCompleted(
                one.application(),
                one.applicationUid(),
                cluster,
                number,
                id,
                one.recordId(),
                one.outcome(),
                one.message(),
                one.repository(),
                one.ref(),
                one.revision(),
                one.previous(),
                one.counts(),
                one.changed(),
                one.images(),
                one.failures(),
                one.waitingForPrune(),
                one.startedAt(),
                one.appliedAt(),
                one.healthyAt(),
                one.trigger(),
                one.causes());
    }

    @Test
    void partsAreNotConfusedWithLineBreaksInsideThem() {
        assertThat(EventId.of("t", "a\nb")).isNotEqualTo(EventId.of("t", "a", "b"));
        assertThat(EventId.of("t", "a\nb")).isNotEqualTo(EventId.of("t", "a\\nb"));
    }

    @Test
    void idsAreUuidsOfVersionFive() {
        UUID id = UUID.fromString(Examples.imageBuilt().id().value());
        UUID chain = UUID.fromString(ChainId.of(Examples.APP, Examples.PUSHED).value());

        assertThat(List.of(id.version(), id.variant(), chain.version(), chain.variant()))
                .containsExactly(5, 2, 5, 2);
    }

    @Test
    void aFollowingEventKeepsTheChainAndTheTraceAndNamesItsCause() {
        Envelope<? extends Event> first = Examples.all().findFirst().orElseThrow();

        Envelope<ImageBuilt> next = first.followedBy(Examples.imageBuilt(), "image-builder-svc", LATER);

        assertThat(next.chain()).isEqualTo(first.chain());
        assertThat(next.trace()).isEqualTo(first.trace()).isPresent();
        assertThat(next.causation()).contains(first.id());
    }

    private static DriftDetected.FieldDrift field(String path, Optional<Instant> time) {
        return new DriftDetected.FieldDrift(
                path, Optional.empty(), Optional.empty(), false, Optional.empty(), Optional.empty(), time);
    }

    private static DriftDetected drift(List<DriftDetected.FieldDrift> fields) {
        return new DriftDetected(
                Examples.APPLICATION,
                Examples.UID,
                Examples.DEPLOYMENT,
                Optional.empty(),
                DriftDetected.Change.Modified,
                fields,
                Optional.empty(),
                Optional.empty(),
                false,
                LATER);
    }
}
