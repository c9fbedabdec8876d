package dev.millrace.sync.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.SyncCompleted.Action;
import dev.millrace.events.SyncCompleted.FailureKind;
import dev.millrace.events.SyncCompleted.ObjectChange;
import dev.millrace.events.SyncCompleted.ObjectFailure;
import dev.millrace.sync.Sample;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The work of an attempt adds up over its steps. */
class AttemptTest {
    private static final ObjectChange CREATED = new ObjectChange(Sample.ref("one"), Action.CREATED);
    private static final ObjectChange PRUNED = new ObjectChange(Sample.ref("old"), Action.PRUNED);
    private static final ObjectFailure REFUSED =
            new ObjectFailure(Sample.ref("two"), FailureKind.REJECTED, "forbidden", false, List.of());
    private static final Attempt.Work BEGUN = new Attempt.Work(
            List.of(), List.of(), List.of("a.yaml: line 1"), 4, List.of("shop/web:1"), List.of("left"));

    @Test
    void eachStepIsAddedToTheOnesBefore() {
        Attempt.Work work = BEGUN.and(List.of(CREATED), List.of()).and(List.of(PRUNED), List.of(REFUSED));

        assertThat(work)
                .isEqualTo(new Attempt.Work(
                        List.of(CREATED, PRUNED),
                        List.of(REFUSED),
                        List.of("a.yaml: line 1"),
                        4,
                        List.of("shop/web:1"),
                        List.of("left")));
        assertThat(work.count(Action.CREATED)).isEqualTo(1);
        assertThat(work.count(Action.PRUNED)).isEqualTo(1);
        assertThat(work.count(Action.ADOPTED)).isZero();
    }

    @Test
    void isCompleteOnlyIfEverythingWasReadAndAccepted() {
        assertThat(Attempt.Work.NONE.isComplete()).isTrue();
        assertThat(BEGUN.isComplete()).as("a document can't be read").isFalse();
        assertThat(Attempt.Work.NONE.and(List.of(), List.of(REFUSED)).isComplete())
                .isFalse();
        assertThat(Attempt.Work.NONE.and(List.of(PRUNED), List.of()).isComplete())
                .isTrue();
    }

    @Test
    void furtherNoticesThanAHundredAreLeftOut() {
        List<String> sixty = Collections.nCopies(60, "a notice");

        Attempt.Work once = Attempt.Work.NONE.noticing(sixty);
        Attempt.Work full = once.noticing(sixty).noticing(sixty);

        assertThat(once.notices()).hasSize(60);
        assertThat(full.notices()).hasSize(100);
    }

    @Test
    void aDeletionDeploysNoImagesAndFailsForNothingBeforeIt() {
        Attempt.Work work = BEGUN.and(List.of(CREATED), List.of(REFUSED)).withoutImages();

        assertThat(work)
                .isEqualTo(new Attempt.Work(List.of(CREATED), List.of(), List.of(), 0, List.of(), List.of("left")));
    }

    @Test
    void anAttemptWithMoreToApplyIsNotAppliedYet() {
        Attempt applied = Sample.attempt(1).appliedAt(Sample.NOW);

        assertThat(applied.appliedAt()).contains(Sample.NOW);
        assertThat(applied.applying()).isEqualTo(Sample.attempt(1));
        assertThat(applied.with(BEGUN).appliedAt()).isEqualTo(Optional.of(Sample.NOW));
    }
}
