package dev.millrace.drift.decide;

import dev.millrace.cluster.record.AppliedRecord;
import dev.millrace.events.DriftDetected;
import dev.millrace.events.DriftDetected.Change;
import dev.millrace.events.DriftDetected.FieldDrift;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.wire.Envelope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Decides what is to be told: changes of state, each once. */
public final class DriftPlanner {
    /** Who tells. */
    public static final String SERVICE = "drift-detector-svc";

    private DriftPlanner() {}

    /**
     * What there is to do.
     *
     * @param open the drift of this object that was told last and is not over
     */
    public static Step plan(Facts facts, Optional<Envelope<DriftDetected>> open, Instant now) {
        return switch (Judge.judge(facts)) {
            case Verdict.Undecided undecided -> new Step.Leave();
            case Verdict.AwaitRecord await -> new Step.Wait();
            case Verdict.AsApplied asApplied ->
                open.<Step>map(told -> new Step.Tell(resolved(told, now))).orElseGet(Step.Leave::new);
            case Verdict.Drifted drifted -> {
                DriftDetected news = detected(record(facts), facts, drifted, now);
                yield open.filter(told -> isSameState(told.event(), news)).isPresent()
                        ? new Step.Leave()
                        : new Step.Tell(envelope(record(facts), news, now));
            }
        };
    }

    private static AppliedRecord record(Facts facts) {
        return facts.record().orElseThrow(() -> new IllegalStateException("nothing drifts from no record"));
    }

    private static DriftDetected detected(AppliedRecord record, Facts facts, Verdict.Drifted drifted, Instant now) {
        return new DriftDetected(
                record.application(),
                record.applicationUid(),
                facts.ref(),
                drifted.uid(),
                drifted.change(),
                drifted.fields(),
                record.revision(),
                Optional.empty(),
                record.heal(),
                now);
    }

    private static Envelope<DriftDetected> envelope(AppliedRecord record, DriftDetected news, Instant now) {
        ChainId chain = record.chain()
                .orElseGet(() ->
                        new ChainId(EventId.of("chain", record.applicationUid()).value()));
        return new Envelope<>(news, SERVICE, now, chain, record.causation(), Optional.empty());
    }

    private static Envelope<DriftDetected> resolved(Envelope<DriftDetected> told, Instant now) {
        DriftDetected was = told.event();
        DriftDetected over = new DriftDetected(
                was.application(),
                was.applicationUid(),
                was.object(),
                was.objectUid(),
                Change.Resolved,
                was.fields(),
                was.revision(),
                Optional.of(told.id()),
                was.heal(),
                now);
        return told.followedBy(over, SERVICE, now);
    }

    /** Whether both say the same about the object. When a manager wrote counts only where the values may not be told. */
    private static boolean isSameState(DriftDetected told, DriftDetected news) {
        return told.change() == news.change()
                && told.objectUid().equals(news.objectUid())
                && states(told.fields()).equals(states(news.fields()));
    }

    private static List<FieldDrift> states(List<FieldDrift> fields) {
        return fields.stream().map(DriftPlanner::state).toList();
    }

    private static FieldDrift state(FieldDrift field) {
        return field.redacted()
                ? field
                : new FieldDrift(
                        field.path(),
                        field.desired(),
                        field.live(),
                        false,
                        field.manager(),
                        field.operation(),
                        Optional.empty());
    }
}
