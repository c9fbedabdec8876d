package dev.millrace.sync.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.EventId;
import dev.millrace.sync.HandClock;
import dev.millrace.sync.state.Triggers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The marks of passes over the life of several processes. */
class QuarantineTest {
    private static final Version FIRST = Version.of(1, Optional.empty(), Optional.empty());
    private static final CommitId BAD = new CommitId("1".repeat(40));
    private static final CommitId NEXT = new CommitId("2".repeat(40));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private final HandClock clock = new HandClock();

    private Quarantine start() {
        return Quarantine.in(directory, clock);
    }

    private void dieDuring(Version version, String... uids) {
        KilledProcess.leave(directory, clock, version, List.of(uids));
    }

    @Test
    void anApplicationThatEndedTheProcessTwiceIsSetAsideAndAnotherOneIsNot() {
        dieDuring(FIRST, "bad", "web");
        dieDuring(FIRST, "bad");

        try (Quarantine quarantine = start()) {
            assertThat(quarantine.enter("bad", FIRST, Triggers.NONE))
                    .isInstanceOfSatisfying(Admission.SetAside.class, aside -> assertThat(aside.reason())
                            .contains("the agent ended 2 times", "millrace.dev/sync"));
            assertThat(quarantine.enter("web", FIRST, Triggers.NONE)).isInstanceOf(Admission.Run.class);
        }
    }

    @Test
    void anEndInOrderHasNoSuspects() {
        for (int start = 0; start < 3; start++) {
            try (Quarantine quarantine = start()) {
                quarantine.mark("web", FIRST);
            }
        }

        try (Quarantine quarantine = start()) {
            assertThat(quarantine.setAside("web", FIRST)).isEmpty();
        }
    }

    @Test
    void aPassThatHasEndedIsNoSuspect() {
        for (int start = 0; start < 3; start++) {
            killedAfter("web");
        }

        try (Quarantine quarantine = start()) {
            assertThat(quarantine.setAside("web", FIRST)).isEmpty();
        }
    }

    private void killedAfter(String uid) {
        Path file = directory.resolve("passes");
        try {
            Quarantine quarantine = start();
            quarantine.mark(uid, FIRST).close();
            byte[] marks = Files.readAllBytes(file);
            quarantine.close();
            Files.write(file, marks);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void suspectsRunOneAtATimeAndKeepTheTriggersThatWait() {
        dieDuring(FIRST, "a", "b");
        Triggers asked = Triggers.source(clock.instant(), Trigger.EVENT);

        try (Quarantine quarantine = start()) {
            Admission first = quarantine.enter("a", FIRST, Triggers.NONE);
            assertThat(quarantine.enter("b", FIRST, asked)).isEqualTo(new Admission.Wait());
            assertThat(quarantine.enter("web", FIRST, Triggers.NONE)).isInstanceOf(Admission.Run.class);
            assertThat(quarantine.waiting()).isEmpty();

            ((Admission.Run) first).mark().close();

            assertThat(quarantine.waiting()).isEqualTo(Map.of("b", asked));
            assertThat(quarantine.enter("b", FIRST, Triggers.NONE))
                    .isInstanceOfSatisfying(Admission.Run.class, run -> assertThat(run.triggers())
                            .isEqualTo(asked));
        }
    }

    @Test
    void aSuspectThatRunsForLongHoldsUpNoOther() {
        dieDuring(FIRST, "slow", "b");

        try (Quarantine quarantine = start()) {
            quarantine.enter("slow", FIRST, Triggers.NONE);
            clock.forward(Quarantine.PATIENCE.plusSeconds(1));

            assertThat(quarantine.enter("b", FIRST, Triggers.NONE)).isInstanceOf(Admission.Run.class);
        }
    }

    @Test
    void aSuspectThatHasCompletedAPassRunsBesideOthers() {
        dieDuring(FIRST, "a", "b");

        try (Quarantine quarantine = start()) {
            quarantine.completed("b");
            quarantine.enter("a", FIRST, Triggers.NONE);

            assertThat(quarantine.enter("b", FIRST, Triggers.NONE)).isInstanceOf(Admission.Run.class);
        }
    }

    @Test
    void aNewCommitGivesOneMoreTryAndTheNextEndSetsItAsideAgain() {
        dieDuring(KilledProcess.at(BAD), "bad");
        dieDuring(FIRST, "bad");

        try (Quarantine quarantine = start()) {
            clock.forward(Duration.ofMinutes(2));
            assertThat(quarantine.setAside("bad", KilledProcess.at(BAD))).isPresent();
            assertThat(quarantine.setAside("bad", KilledProcess.at(NEXT))).isEmpty();
            assertThat(quarantine.setAside("bad", FIRST)).isEmpty();
        }
        dieDuring(FIRST, "bad");

        try (Quarantine quarantine = start()) {
            assertThat(quarantine.setAside("bad", KilledProcess.at(NEXT))).isPresent();
        }
    }

    @Test
    void aCommitThatComesSoonAfterTheEndIsTriedAMinuteAfterIt() {
        dieDuring(FIRST, "bad");
        dieDuring(FIRST, "bad");
        Triggers event = Triggers.committed(clock.instant(), NEXT, EventId.of("test"));

        try (Quarantine quarantine = start()) {
            assertThat(quarantine.enter("bad", FIRST, event))
                    .isInstanceOfSatisfying(Admission.SetAside.class, aside -> assertThat(aside.until())
                            .contains(clock.instant().plus(Duration.ofMinutes(1))));
            assertThat(quarantine.waiting()).isEmpty();
            clock.forward(Duration.ofMinutes(1));

            assertThat(quarantine.enter("bad", FIRST, Triggers.NONE))
                    .isInstanceOfSatisfying(Admission.Run.class, run -> assertThat(run.triggers())
                            .isEqualTo(event));
        }
    }

    @Test
    void aSuspectThatSettlesIsNoneAnyLongerAndOneThatIsSetAsideStaysSo() {
        dieDuring(FIRST, "bad", "web");
        dieDuring(FIRST, "bad");

        try (Quarantine quarantine = start()) {
            quarantine.settled("web");
            quarantine.settled("bad");
        }
        dieDuring(FIRST, "web");

        try (Quarantine quarantine = start()) {
            assertThat(quarantine.setAside("web", FIRST)).isEmpty();
            assertThat(quarantine.setAside("bad", FIRST)).isPresent();
        }
    }

    @Test
    void damagedFilesSetNothingAside() throws IOException {
        Files.write(directory.resolve("passes"), "\nuid x\n".repeat(99).getBytes(StandardCharsets.UTF_8));
        Files.write(directory.resolve("suspects"), new byte[] {(byte) 0xff, '\n', 0, 1});

        try (Quarantine quarantine = start()) {
            assertThat(quarantine.enter("web", FIRST, Triggers.NONE)).isInstanceOf(Admission.Run.class);
        }
    }

    @Test
    void aSecondAgentInTheDirectoryReconcilesWithoutMarks() {
        try (Quarantine first = start();
                Quarantine second = start()) {
            first.mark("web", FIRST);

            assertThat(second.enter("web", FIRST, Triggers.NONE)).isInstanceOf(Admission.Run.class);
        }
    }

    @Test
    void moreWorkThanMarksGoesOn() {
        try (Quarantine quarantine = start()) {
            for (int number = 0; number < PassFile.SLOTS; number++) {
                quarantine.mark("uid-" + number, FIRST);
            }

            assertThat(quarantine.mark("one-more", FIRST).slot).isEqualTo(PassFile.NO_SLOT);
        }
    }
}
