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
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.plan.Directives;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Applies one object the way its application wants it. */
final class Applier {
    private static final int LOOKS_FOR_GONE = 150;
    private static final long BETWEEN_LOOKS = TimeUnit.MILLISECONDS.toNanos(100);

    private final ClusterObjects cluster;

    Applier(ClusterObjects cluster) {
        this.cluster = cluster;
    }

    /** @param found whether the object was there before, nobody's */
    ApplyAnswer apply(Manifest manifest, boolean found, Claim claim, Treatment treatment) {
        ObjectRef ref = manifest.ref();
        List<IgnoreRule> ignored = treatment.ignored(ref);
        Manifest claimed = claim.on(manifest);
        if (found || !ignored.isEmpty()) {
            Optional<GenericKubernetesResource> live = cluster.read(ref);
            if (found && !Directives.of(manifest.annotations()).shared()) {
                live.ifPresent(object -> cluster.takeOver(ref, object));
            }
            claimed = without(claimed, ignored, live.map(cluster::json).orElseGet(MissingNode::getInstance));
        }
        return apply(claimed, treatment, cluster::apply);
    }

    /** What {@link #apply} would come to; nothing changes, nothing is taken over. */
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

    /** Without what others may set, as far as it is set by them; what is still as we set it is said as it is. */
    private Manifest without(Manifest manifest, List<IgnoreRule> rules, JsonNode live) {
        if (rules.isEmpty() || live.isMissingNode()) {
            return manifest;
        }
        JsonNode content = cluster.json(manifest);
        ManagedFields managed = ManagedFields.of(live);
        JsonNode ours = managed.appliedBy(Marks.FIELD_MANAGER)
                .map(entry -> Projection.of(live, entry.fields()))
                .orElseGet(MissingNode::getInstance);
        for (IgnoreRule rule : rules) {
            rule.pointers().forEach(pointer -> pointer.leave(live, ours, content));
            managed.entries().stream()
                    .filter(entry ->
                            IgnoreRule.isOneOf(rule.managers(), entry.owner().manager()))
                    .flatMap(entry -> entry.fields().leaves().stream())
                    .filter(Applier::isFree)
                    .forEach(path -> path.removeFrom(content));
        }
        return manifest.withContent(cluster.content(content));
    }

    /** What names an object, and what is ours in it, is not left to anybody. */
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
        List<FieldConflict> stopped = new ArrayList<>();
        for (FieldConflict conflict : conflicts) {
            Optional<FieldPath> field = conflict.in(content);
            switch (policy(rules, conflict, field)) {
                case OURS -> {}
                case THEIRS -> field.ifPresent(path -> path.removeFrom(content));
                case STOP -> stopped.add(conflict);
            }
        }
        if (!stopped.isEmpty()) {
            return new ApplyAnswer.Rejected(
                    FailureKind.REJECTED,
                    "spec.conflicts says stop: "
                            + stopped.stream().map(FieldConflict::toString).collect(Collectors.joining(", ")));
        }
        return way.apply(manifest.withContent(cluster.content(content)), true);
    }

    private static ConflictRule.Policy policy(
            List<ConflictRule> rules, FieldConflict conflict, Optional<FieldPath> field) {
        return rules.stream()
                .filter(rule -> rule.decides(field.orElse(FieldPath.ROOT), conflict.manager()))
                .findFirst()
                .map(ConflictRule::rule)
                .orElse(ConflictRule.Policy.OURS);
    }

    /** Deletes the object and makes it again. */
    ApplyAnswer replace(Manifest manifest, Claim claim) {
        ObjectRef ref = manifest.ref();
        Optional<GenericKubernetesResource> there = cluster.read(ref);
        if (there.isPresent()) {
            String uid = there.get().getMetadata().getUid();
            Optional<String> refused = cluster.delete(ref, uid, true);
            if (refused.isPresent()) {
                return new ApplyAnswer.Rejected(
                        FailureKind.REJECTED, "it can't be deleted to be made again: " + refused.get());
            }
            if (!isGone(ref, uid)) {
                return new ApplyAnswer.Rejected(
                        FailureKind.INFRASTRUCTURE, "it is deleted to be made again, and waits for its finalizers");
            }
        }
        return cluster.apply(claim.on(manifest), true);
    }

    private boolean isGone(ObjectRef ref, String uid) {
        for (int looks = 0; looks < LOOKS_FOR_GONE; looks++) {
            if (cluster.read(ref)
                    .filter(o -> o.getMetadata().getUid().equals(uid))
                    .isEmpty()) {
                return true;
            }
            LockSupport.parkNanos(BETWEEN_LOOKS);
        }
        return false;
    }
}
