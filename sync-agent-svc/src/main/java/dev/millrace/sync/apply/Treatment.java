package dev.millrace.sync.apply;

import dev.millrace.cluster.application.ApplicationSpec;
import dev.millrace.cluster.application.ImmutablePolicy;
import dev.millrace.cluster.application.rule.ConflictRule;
import dev.millrace.cluster.application.rule.IgnoreRule;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.apply.takeover.DeployTools;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.plan.Directives;
import java.util.List;

/** How an application wants its objects to be applied. */
public record Treatment(ImmutablePolicy immutable, List<ConflictRule> conflicts, List<IgnoreRule> ignore) {

    /** For an object of which nothing is there yet. */
    static final Treatment PLAIN = new Treatment(ImmutablePolicy.REPORT, List.of(), List.of());

    public static Treatment of(ApplicationSpec spec) {
        return new Treatment(spec.immutable(), spec.conflicts(), spec.ignore());
    }

    /** Whether an object may be deleted and made again where a field can't be changed. */
    public boolean mayReplace(Manifest manifest) {
        return immutable == ImmutablePolicy.REPLACE
                || Directives.of(manifest.annotations()).replaceable();
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
