package dev.millrace.sync.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.millrace.cluster.Marks;
import dev.millrace.cluster.application.rule.ConflictRule;
import dev.millrace.cluster.application.rule.IgnoreRule;
import dev.millrace.cluster.fields.FieldPath;
import dev.millrace.cluster.fields.ManagedFields;
import dev.millrace.cluster.fields.Projection;
import dev.millrace.events.SyncCompleted.FailureKind;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.apply.refusal.FieldConflict;
import dev.millrace.sync.apply.takeover.DeployTools;
import dev.millrace.sync.apply.takeover.Takeover;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.plan.Directives;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Applies one object as its application requests, and only while the object belongs to the application or to none. */
final class Applier {
    /** The object's controller, for example, may change the object between reading and applying it. */
    private static final int TRIES = 8;

    private final ClusterObjects cluster;
    private final Predicate<String> exists;
    private final Claims claims;
    private final Restorer restorer;

    Applier(ClusterObjects cluster, Predicate<String> exists, Claims claims) {
        this.cluster = cluster;
        this.exists = exists;
        this.claims = claims;
        this.restorer = new Restorer(cluster);
    }

    /** One object to apply, and its application. */
    private record Task(Manifest manifest, boolean adopts, Claim claim, Treatment treatment) {
        ObjectRef ref() {
            return manifest.ref();
        }

        boolean ignoresFields() {
            return !treatment.ignored(ref()).isEmpty();
        }

        Optional<Restoration> restoration() {
            return treatment.restoration(ref());
        }
    }

    /** Creates an object that doesn't exist. */
    ApplyAnswer create(Manifest manifest, Claim claim, Treatment treatment) {
        Task task = new Task(manifest, false, claim, treatment);
        ApplyAnswer answer = apply(task, claims.reserve(task.ref(), claim), new Precondition.Absent());
        if (!(answer instanceof ApplyAnswer.Stored)) {
            claims.release(task.ref(), claim);
        }
        return answer;
    }

    /** Creates an object whose absence is assumed. */
    ApplyAnswer createIfAbsent(Manifest manifest, Claim claim, Treatment treatment) {
        Task task = new Task(manifest, false, claim, treatment);
        if (!claims.reserve(task.ref(), claim)) {
            return new ApplyAnswer.Present();
        }
        ApplyAnswer answer;
        try {
            answer = apply(task, claim.on(manifest), new Precondition.Absent());
        } catch (PreconditionFailed e) {
            answer = new ApplyAnswer.Present();
        }
        if (!(answer instanceof ApplyAnswer.Stored)) {
            claims.release(task.ref(), claim);
        }
        return answer;
    }

    /** Applies an object that exists and that no application claims. */
    ApplyAnswer adopt(Manifest manifest, Claim claim, Treatment treatment) {
        return apply(new Task(manifest, true, claim, treatment), false, new Precondition.None());
    }

    /** Reapplies an object that had this uid. */
    ApplyAnswer apply(Manifest manifest, String uid, Claim claim, Treatment treatment) {
        Task task = new Task(manifest, false, claim, treatment);
        boolean known = claims.reserve(task.ref(), claim)
                && !uid.isEmpty()
                && !task.ignoresFields()
                && task.restoration().isEmpty();
        return apply(task, known, new Precondition.Same(uid));
    }

    /** @param known true if the object is expected to be in that state, and needn't be read first */
    private ApplyAnswer apply(Task task, boolean known, Precondition expected) {
        return retried(failed ->
                known && failed == 0 ? apply(task, task.claim().on(task.manifest()), expected) : applyAsFound(task));
    }

    private ApplyAnswer apply(Task task, Manifest claimed, Precondition expected) {
        ApplyAnswer answer =
                apply(claimed, task.treatment(), (manifest, force) -> cluster.apply(manifest, force, expected));
        if (answer instanceof ApplyAnswer.Stored) {
            claims.hold(task.ref(), task.claim().uid());
        }
        return answer;
    }

    /** Reads the object, decides by its claim, and applies it if it has not changed meanwhile. */
    private ApplyAnswer applyAsFound(Task task) {
        ObjectRef ref = task.ref();
        Optional<GenericKubernetesResource> found = cluster.read(ref);
        Manifest claimed = task.claim().on(task.manifest());
        if (found.isEmpty()) {
            return apply(task, claimed, new Precondition.Absent());
        }
        if (Directives.of(task.manifest().annotations()).createOnly()) {
            throw ClusterUnavailable.outdated("creating " + ref); // it exists by now, so there is nothing to do
        }
        GenericKubernetesResource live = found.get();
        Optional<String> other = task.claim().otherClaimOn(live, exists);
        if (other.isPresent()) {
            claims.hold(ref, Claim.uidOn(live));
            return belongsTo(other.get());
        }
        boolean ours = task.claim().isOn(live);
        boolean takes = (task.adopts() || !ours)
                && !Directives.of(task.manifest().annotations()).shared();
        Optional<Taken> taken = takes ? takeOver(ref, live, task.treatment().tools(ref.kind())) : Optional.empty();
        GenericKubernetesResource now = taken.map(Taken::object).orElse(live);
        List<IgnoreRule> ignored = task.treatment().ignored(ref);
        Manifest desired = without(claimed, ignored, cluster.json(now));
        Function<GenericKubernetesResource, ApplyAnswer> attempt =
                asRead -> apply(task, desired, unchanged(asRead, ours));
        ApplyAnswer answer = task.restoration()
                .map(restoration -> restorer.restore(restoration, now, desired, ignored, attempt))
                .orElseGet(() -> attempt.apply(now));
        return taken.map(Taken::toGiveUp)
                .map(managers -> withoutOthers(ref, answer, managers))
                .orElse(answer);
    }

    /** An object whose fields were taken over, and the managers that own more in other versions of the API. */
    private record Taken(GenericKubernetesResource object, Map<String, String> toGiveUp) {}

    /** Takes over the fields that another deployment tool wrote; empty if there is nothing to take over. */
    private Optional<Taken> takeOver(ObjectRef ref, GenericKubernetesResource live, DeployTools tools) {
        return Takeover.of(cluster.json(live), ref.apiVersion(), tools).flatMap(takeover -> cluster.patch(
                        ref, live, takeover.patch(live.getMetadata().getResourceVersion()))
                .map(after -> new Taken(after, takeover.toGiveUp())));
    }

    private static Precondition unchanged(GenericKubernetesResource asRead, boolean ours) {
        return ours
                ? new Precondition.Same(uid(asRead))
                : new Precondition.Unchanged(asRead.getMetadata().getResourceVersion());
    }

    /** Removes fields that another tool applied in another version of the API and that the commit doesn't state. */
    private ApplyAnswer withoutOthers(ObjectRef ref, ApplyAnswer answer, Map<String, String> managers) {
        ApplyAnswer last = answer;
        for (Map.Entry<String, String> other : managers.entrySet()) {
            if (last instanceof ApplyAnswer.Stored(GenericKubernetesResource object)) {
                last = cluster.giveUp(ref, uid(object), other.getKey(), other.getValue())
                        .<ApplyAnswer>map(ApplyAnswer.Stored::new)
                        .orElse(last);
            }
        }
        return last;
    }

    static ApplyAnswer.Rejected belongsTo(String application) {
        return new ApplyAnswer.Rejected(FailureKind.REJECTED, "it belongs to the application " + application);
    }

    private static String uid(GenericKubernetesResource object) {
        return object.getMetadata().getUid();
    }

    /** Returns the result that {@link #apply} would have; nothing changes, nothing is taken over. */
    ApplyAnswer tryOut(Manifest manifest, Optional<GenericKubernetesResource> live, Claim claim, Treatment treatment) {
        Manifest claimed = without(
                claim.on(manifest),
                treatment.ignored(manifest.ref()),
                live.map(cluster::json).orElseGet(MissingNode::getInstance));
        return apply(claimed, treatment, cluster::tryOut);
    }

    private interface Way {
        ApplyAnswer apply(Manifest manifest, boolean force);
    }

    private ApplyAnswer apply(Manifest manifest, Treatment treatment, Way way) {
        List<ConflictRule> contested = treatment.contested(manifest.ref().kind());
        return contested.isEmpty() ? way.apply(manifest, true) : apply(manifest, contested, way);
    }

    private Manifest without(Manifest manifest, List<IgnoreRule> rules, JsonNode live) {
        if (rules.isEmpty() || live.isMissingNode()) {
            return manifest;
        }
        JsonNode content = cluster.json(manifest);
        leaveIgnored(content, rules, live);
        return manifest.withContent(cluster.content(content));
    }

    /** Removes the ignored fields that others have set from an object to apply; an ignored field that still has our value keeps it. */
    static void leaveIgnored(JsonNode content, List<IgnoreRule> rules, JsonNode live) {
        ManagedFields managed = ManagedFields.of(live);
        JsonNode ours = managed.appliedBy(Marks.FIELD_MANAGER)
                .map(entry -> Projection.of(live, entry.fields()))
                .orElseGet(MissingNode::getInstance);
        for (IgnoreRule rule : rules) {
            rule.pointers().forEach(pointer -> pointer.leave(live, ours, content));
            managed.entries().stream()
                    .filter(entry -> !entry.owner().manager().equals(Marks.FIELD_MANAGER))
                    .filter(entry ->
                            IgnoreRule.isOneOf(rule.managers(), entry.owner().manager()))
                    .flatMap(entry -> entry.fields().leaves().stream())
                    .filter(Applier::isFree)
                    .forEach(path -> path.removeFrom(content));
        }
    }

    /** Fields that identify the object, and our own annotations, can't be ignored. */
    private static boolean isFree(FieldPath path) {
        return !path.toString().startsWith("metadata.annotations[millrace.dev/")
                && path.elements().size() > 1;
    }

    private ApplyAnswer apply(Manifest manifest, List<ConflictRule> rules, Way way) {
        ApplyAnswer answer = way.apply(manifest, false);
        if (!(answer instanceof ApplyAnswer.Contested(List<FieldConflict> conflicts))) {
            return answer;
        }
        JsonNode content = cluster.json(manifest);
        List<FieldConflict> stopped = settle(conflicts, rules, content);
        if (!stopped.isEmpty()) {
            return new ApplyAnswer.Rejected(
                    FailureKind.REJECTED,
                    "spec.conflicts is stop: "
                            + stopped.stream().map(FieldConflict::toString).collect(Collectors.joining(", ")));
        }
        return way.apply(manifest.withContent(cluster.content(content)), true);
    }

    /**
     * Removes the fields that stay other managers' from an object to apply.
     *
     * @return the conflicts that stop the attempt
     */
    static List<FieldConflict> settle(List<FieldConflict> conflicts, List<ConflictRule> rules, JsonNode content) {
        List<FieldConflict> stopped = new ArrayList<>();
        for (FieldConflict conflict : conflicts) {
            Optional<FieldPath> field = conflict.in(content);
            switch (policy(rules, conflict, field)) {
                case OURS -> {}
                case THEIRS -> field.ifPresent(path -> path.removeFrom(content));
                case STOP -> stopped.add(conflict);
            }
        }
        return stopped;
    }

    private static ConflictRule.Policy policy(
            List<ConflictRule> rules, FieldConflict conflict, Optional<FieldPath> field) {
        return rules.stream()
                .filter(rule -> rule.decides(field.orElse(FieldPath.ROOT), conflict.manager()))
                .findFirst()
                .map(ConflictRule::rule)
                .orElse(ConflictRule.Policy.OURS);
    }

    static ApplyAnswer retried(IntFunction<ApplyAnswer> action) {
        return PreconditionFailed.retried(TRIES, action)
                .orElseGet(() -> new ApplyAnswer.Rejected(
                        FailureKind.INFRASTRUCTURE, "others changed it during each of " + TRIES + " tries"));
    }
}
