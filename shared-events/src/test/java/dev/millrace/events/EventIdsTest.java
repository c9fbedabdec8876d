package dev.millrace.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.wire.Envelope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The same fact has the same id, independent of its publisher and time; different facts have different ids. */
class EventIdsTest {
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
