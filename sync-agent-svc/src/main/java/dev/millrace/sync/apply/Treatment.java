package dev.millrace.sync.apply;

import dev.millrace.cluster.Marks;
import dev.millrace.cluster.application.ApplicationSpec;
import dev.millrace.cluster.application.ImmutablePolicy;
import dev.millrace.cluster.application.rule.ConflictRule;
import dev.millrace.cluster.application.rule.IgnoreRule;
import dev.millrace.cluster.fields.FieldPath;
import dev.millrace.cluster.fields.ManagedFields;
import dev.millrace.cluster.fields.Owner;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.apply.takeover.DeployTools;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.plan.Directives;
import dev.millrace.sync.plan.object.Confirmation;
import dev.millrace.sync.plan.object.Guarded;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The way in which an application's objects are applied.
 *
 * @param restorations the objects that drifted and are restored, by identity
 */
public record Treatment(
        ImmutablePolicy immutable,
        List<ConflictRule> conflicts,
        List<IgnoreRule> ignore,
        Map<String, Restoration> restorations) {

    /** A treatment by which nothing is restored. */
    public Treatment(ImmutablePolicy immutable, List<ConflictRule> conflicts, List<IgnoreRule> ignore) {
        this(immutable, conflicts, ignore, Map.of());
    }

    /** The treatment of an object that doesn't exist yet. */
    static final Treatment PLAIN = new Treatment(ImmutablePolicy.REPORT, List.of(), List.of());

    public static Treatment of(ApplicationSpec spec) {
        return new Treatment(spec.immutable(), spec.conflicts(), spec.ignore());
    }

    /** Returns the same treatment with one more rule. */
    Treatment ignoring(IgnoreRule rule) {
        return new Treatment(
                immutable,
                conflicts,
                Stream.concat(ignore.stream(), Stream.of(rule)).toList(),
                restorations);
    }

    /** Returns the same treatment in an attempt that restores these objects. */
    public Treatment restoring(Map<String, Restoration> drifted) {
        return new Treatment(immutable, conflicts, ignore, drifted);
    }

    /** Returns the restoration of an object; empty if it is applied as always, also where rules decide between its managers. */
    Optional<Restoration> restoration(ObjectRef ref) {
        return contested(ref.kind()).isEmpty()
                ? Optional.ofNullable(restorations.get(ref.identity()))
                : Optional.empty();
    }

    /** Returns true if an object may be deleted and recreated where a field can't be changed. */
    public boolean mayReplace(Manifest manifest, ApplyAnswer.Immutable answer, Confirmation confirmation) {
        boolean isRestored =
                answer.recreated() && !Guarded.is(manifest.ref()) && !Guarded.isVolumeClaim(manifest.ref());
        return isRestored || mayReplace(manifest, confirmation);
    }

    boolean mayReplace(Manifest manifest, Confirmation confirmation) {
        return isReplacementAsked(manifest) && (!Guarded.is(manifest.ref()) || confirmation.isGiven());
    }

    private boolean isReplacementAsked(Manifest manifest) {
        return immutable == ImmutablePolicy.REPLACE
                || Directives.of(manifest.annotations()).replaceable();
    }

    /** Returns the reason why an object with a field that can't be changed isn't applied; if its replacement needs a confirmation, with instructions. */
    public String notReplaced(Manifest manifest, String reason, Confirmation confirmation) {
        return isReplacementAsked(manifest) && Guarded.is(manifest.ref()) && !confirmation.isGiven()
                ? reason + ", and recreating it would delete all that it holds; " + confirmation.advice()
                : reason;
    }

    /** Returns true if a rule decides for the manager that has the field now. */
    boolean isLeftToOthers(ObjectRef ref, FieldPath path, ManagedFields managed) {
        String manager =
                managed.ownerOf(path, Marks.FIELD_MANAGER).map(Owner::manager).orElse(Marks.FIELD_MANAGER);
        return ConflictRule.areWonBy(manager, path, contested(ref.kind()));
    }

    List<IgnoreRule> ignored(ObjectRef ref) {
        return ignore.stream().filter(rule -> rule.concerns(ref)).toList();
    }

    /** Returns the rules for objects of a kind; empty if our value wins in all of them. */
    List<ConflictRule> contested(String kind) {
        List<ConflictRule> some =
                conflicts.stream().filter(rule -> rule.concerns(kind)).toList();
        return some.stream().allMatch(rule -> rule.rule() == ConflictRule.Policy.OURS) ? List.of() : some;
    }

    /** Returns the tools whose fields in objects of a kind become ours with the object. */
    DeployTools tools(String kind) {
        return new DeployTools(
                conflicts.stream().filter(rule -> rule.concerns(kind)).toList());
    }
}
