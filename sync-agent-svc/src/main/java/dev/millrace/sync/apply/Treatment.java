package dev.millrace.sync.apply;

import dev.millrace.cluster.application.ApplicationSpec;
import dev.millrace.cluster.application.ImmutablePolicy;
import dev.millrace.cluster.application.rule.ConflictRule;
import dev.millrace.cluster.application.rule.IgnoreRule;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.apply.takeover.DeployTools;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.plan.Directives;
import dev.millrace.sync.plan.object.Confirmation;
import dev.millrace.sync.plan.object.Guarded;
import java.util.List;

/** How an application wants its objects to be applied. */
public record Treatment(ImmutablePolicy immutable, List<ConflictRule> conflicts, List<IgnoreRule> ignore) {

    /** For an object of which nothing is there yet. */
    static final Treatment PLAIN = new Treatment(ImmutablePolicy.REPORT, List.of(), List.of());

    public static Treatment of(ApplicationSpec spec) {
        return new Treatment(spec.immutable(), spec.conflicts(), spec.ignore());
    }

    /** Whether an object may be deleted and recreated where a field can't be changed. */
    public boolean mayReplace(Manifest manifest, Confirmation confirmation) {
        return isReplacementAsked(manifest) && (!Guarded.is(manifest.ref()) || confirmation.isGiven());
    }

    private boolean isReplacementAsked(Manifest manifest) {
        return immutable == ImmutablePolicy.REPLACE
                || Directives.of(manifest.annotations()).replaceable();
    }

    /** Why an object can't be applied that has a field that can't be changed; if its replacement waits for a confirmation, how to give it. */
    public String notReplaced(Manifest manifest, String reason, Confirmation confirmation) {
        return isReplacementAsked(manifest) && Guarded.is(manifest.ref()) && !confirmation.isGiven()
                ? reason + ", and recreating it would delete all that it holds; " + confirmation.advice()
                : reason;
    }

    List<IgnoreRule> ignored(ObjectRef ref) {
        return ignore.stream().filter(rule -> rule.concerns(ref)).toList();
    }

    /** The rules for objects of a kind; empty if ours wins in all of them. */
    List<ConflictRule> contested(String kind) {
        List<ConflictRule> some =
                conflicts.stream().filter(rule -> rule.concerns(kind)).toList();
        return some.stream().allMatch(rule -> rule.rule() == ConflictRule.Policy.OURS) ? List.of() : some;
    }

    /** The tools whose fields in objects of a kind become ours with the object. */
    DeployTools tools(String kind) {
        return new DeployTools(
                conflicts.stream().filter(rule -> rule.concerns(kind)).toList());
    }
}
