package dev.millrace.sync;

import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.health.ApplicationHealth;
import dev.millrace.sync.health.watch.HealthWatch;
import dev.millrace.sync.steer.Findings;
import dev.millrace.sync.steer.Step;
import dev.millrace.sync.steer.Target;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Gathers the facts that the next step depends on. */
public final class Lookups {
    private final SourceReader sources;
    private final Attempts attempts;
    private final DriftCheck drift;
    private final HealthWatch watch;
    private final OtherApplications others;

    public Lookups(
            SourceReader sources, Attempts attempts, DriftCheck drift, HealthWatch watch, OtherApplications others) {
        this.sources = sources;
        this.attempts = attempts;
        this.drift = drift;
        this.watch = watch;
        this.others = others;
    }

    void lookUp(Pass pass, Step.Lookup step) {
        Subject app = pass.app();
        TrackedApplication tracked = pass.tracked();
        switch (step) {
            case Step.ReadSource read -> {
                pass.found(Findings::withSourceRead);
                sources.read(app, tracked);
            }
            case Step.ResolveTarget resolve -> {
                Target target = sources.target(app, tracked);
                pass.found(findings -> findings.with(target));
            }
            case Step.Compare(var commit) -> {
                Findings.Comparison comparison = attempts.compare(app, tracked, commit);
                pass.found(findings -> findings.with(comparison));
            }
            case Step.CompareDrift compare -> {
                drift.compare(app, tracked);
                pass.found(Findings::withDriftCompared);
            }
            case Step.CheckDependencies(var commit) -> {
                Optional<String> unmet = others.unmet(app, commit);
                pass.found(findings -> findings.with(new Findings.Dependencies(unmet)));
            }
            case Step.CheckHealth check -> {
                Map<ObjectRef, String> desired = new HashMap<>(tracked.desired());
                desired.keySet().removeIf(ref -> !app.policy().allows(ref));
                watch.watch(
                        app.uid(),
                        app.identity(),
                        tracked.objects().stream().filter(app.policy()::allows).toList());
                ApplicationHealth health = watch.of(app.identity(), desired, tracked.selfRemoving());
                pass.found(findings -> findings.with(attempts.masked(app, health)));
            }
            case Step.PreviewChanges(var commit) -> attempts.preview(app, tracked, commit);
        }
    }

    /** The application is gone: its objects are watched no longer. */
    void forget(String uid) {
        watch.forget(uid);
        attempts.forget(uid);
    }

    void close() {
        watch.close();
        attempts.close();
    }
}
