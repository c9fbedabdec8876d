package dev.millrace.sync.steer;

import dev.millrace.cluster.application.DeletionPolicy;
import dev.millrace.sync.state.AttemptState;
import dev.millrace.sync.state.SourceProblem;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The end of a pass: what is waited for, and the time of the next one at the latest. */
final class Pauses {
    private Pauses() {}

    /** No attempt is running, or none that waits for anything. */
    static Step.Pause rest(Facts facts) {
        Optional<Instant> until = wake(facts, Optional.empty());
        return hold(facts).<Step.Pause>map(why -> new Step.Hold(why, until)).orElseGet(() -> new Step.Rest(until));
    }

    /** The pause, with the earliest time at which anything is due. */
    static Step.Pause with(Facts facts, Step.Pause pause) {
        Optional<Instant> until = wake(facts, pause.until());
        if (pause.why().isEmpty()) {
            Optional<String> held = hold(facts);
            if (held.isPresent()) {
                return new Step.Hold(held.get(), until);
            }
        }
        return switch (pause) {
            case Step.AwaitHealth(String why, var at) -> new Step.AwaitHealth(why, until);
            case Step.Await(String why, var at) -> new Step.Await(why, until);
            case Step.Hold(String why, var at) -> new Step.Hold(why, until);
            case Step.Rest rest -> new Step.Rest(until);
            case Step.Leave leave -> leave;
        };
    }

    /** The reason why the commit can't be brought before another Application or a user acts. */
    private static Optional<String> hold(Facts facts) {
        if (facts.policy().deletion().isPresent()) {
            boolean refused = facts.policy().deletion().get() == DeletionPolicy.REFUSE
                    && facts.record().holdsObjects();
            return refused ? Optional.of(Deletion.REFUSED) : Optional.empty();
        }
        return facts.findings()
                .dependencies()
                .flatMap(Findings.Dependencies::unmet)
                .or(() -> facts.findings()
                        .target()
                        .filter(Target.Refused.class::isInstance)
                        .map(target -> ((Target.Refused) target).reason()));
    }

    /** What was due when the pass began is done, or waits for an event: another pass would not help. */
    private static Optional<Instant> wake(Facts facts, Optional<Instant> until) {
        return Stream.of(
                        until,
                        facts.record().running().map(attempt -> attempt.startedAt()
                                .plus(facts.policy().healthTimeout())),
                        retry(facts),
                        facts.source().problem().flatMap(SourceProblem::nextTry),
                        facts.drift().compareAllAt(),
                        facts.drift().next(facts.began()))
                .flatMap(Optional::stream)
                .filter(facts.began()::isBefore)
                .min(Comparator.naturalOrder());
    }

    private static Optional<Instant> retry(Facts facts) {
        return facts.attempt() instanceof AttemptState.Idle idle ? idle.retryAt() : Optional.empty();
    }
}
