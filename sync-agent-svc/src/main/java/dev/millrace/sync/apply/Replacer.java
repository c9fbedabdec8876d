package dev.millrace.sync.apply;

import dev.millrace.events.SyncCompleted.FailureKind;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.manifest.Manifest;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Deletes and recreates one object that can't be changed into the desired state, unless it belongs to another application. */
final class Replacer {
    private static final int MAX_CHECKS = 150;
    private static final long CHECK_INTERVAL = TimeUnit.MILLISECONDS.toNanos(100);

    private final ClusterObjects cluster;
    private final Predicate<String> exists;
    private final Applier applier;

    Replacer(ClusterObjects cluster, Predicate<String> exists, Applier applier) {
        this.cluster = cluster;
        this.exists = exists;
        this.applier = applier;
    }

    /** Deletes and recreates the object. */
    ApplyAnswer replace(Manifest manifest, Claim claim) {
        return Applier.retried(failed -> replaceAsFound(manifest, claim));
    }

    private ApplyAnswer replaceAsFound(Manifest manifest, Claim claim) {
        ObjectRef ref = manifest.ref();
        Optional<GenericKubernetesResource> there = cluster.read(ref);
        Optional<String> other = there.flatMap(object -> claim.otherClaimOn(object, exists));
        if (other.isPresent()) {
            return Applier.belongsTo(other.get());
        }
        if (there.isPresent()) {
            Optional<String> refused = cluster.delete(ref, there.get(), true);
            if (refused.isPresent()) {
                return new ApplyAnswer.Rejected(
                        FailureKind.REJECTED, "it can't be deleted to be recreated: " + refused.get());
            }
            if (!isGone(ref, there.get().getMetadata().getUid())) {
                return new ApplyAnswer.Rejected(
                        FailureKind.INFRASTRUCTURE, "it is deleted to be recreated, and waits for its finalizers");
            }
        }
        return applier.create(manifest, claim, Treatment.PLAIN);
    }

    private boolean isGone(ObjectRef ref, String uid) {
        for (int checks = 0; checks < MAX_CHECKS; checks++) {
            if (cluster.read(ref)
                    .filter(object -> object.getMetadata().getUid().equals(uid))
                    .isEmpty()) {
                return true;
            }
            LockSupport.parkNanos(CHECK_INTERVAL);
        }
        return false;
    }
}
