package dev.millrace.sync.apply;

import dev.millrace.events.SyncCompleted.FailureKind;
import dev.millrace.sync.apply.refusal.Advice;
import dev.millrace.sync.apply.refusal.Refusal;
import dev.millrace.sync.identity.Identity;
import io.fabric8.kubernetes.client.KubernetesClientException;

/**
 * Objects of one kind can't be read or written: the backend of the API group's APIService is unavailable, or the identity lacks the right. All
 * other kinds are not affected, so only work on this kind fails.
 */
public final class KindUnavailable extends ClusterUnavailable {
    private final FailureKind kind;

    private KindUnavailable(FailureKind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    static KindUnavailable group(String doing, String apiVersion, String why, KubernetesClientException e) {
        return new KindUnavailable(
                FailureKind.INFRASTRUCTURE, doing + ": the API group " + apiVersion + " doesn't answer: " + why, e);
    }

    static KindUnavailable forbidden(Identity identity, String doing, KubernetesClientException e) {
        return new KindUnavailable(
                FailureKind.REJECTED, doing + ": " + Advice.added(identity, e.getCode(), Refusal.message(e)), e);
    }

    /** Returns the kind of failure for an object. */
    FailureKind kind() {
        return kind;
    }

    /** Returns the failure, its cause, and advice. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
