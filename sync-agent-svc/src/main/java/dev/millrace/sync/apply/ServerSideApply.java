package dev.millrace.sync.apply;

import dev.millrace.events.SyncCompleted.FailureKind;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.apply.refusal.Advice;
import dev.millrace.sync.apply.refusal.FieldConflict;
import dev.millrace.sync.apply.refusal.Refusal;
import dev.millrace.sync.identity.Identity;
import dev.millrace.sync.manifest.Content;
import dev.millrace.sync.manifest.Manifest;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** One server-side apply: its request, and the API server's answer as an {@link ApplyAnswer}. */
final class ServerSideApply {
    private final KubernetesSerialization serialization;
    private final Kinds kinds;
    private final Identity identity;

    ServerSideApply(KubernetesSerialization serialization, Kinds kinds, Identity identity) {
        this.serialization = serialization;
        this.kinds = kinds;
        this.identity = identity;
    }

    /** Returns the object to send. */
    GenericKubernetesResource object(Manifest manifest, Precondition precondition) {
        Map<String, Object> content = new HashMap<>(manifest.content());
        content.put("metadata", precondition.on(Content.map(content.get("metadata"))));
        return serialization.convertValue(content, GenericKubernetesResource.class);
    }

    /** Sends the request, once. */
    GenericKubernetesResource send(
            Resource<GenericKubernetesResource> resource,
            GenericKubernetesResource object,
            String manager,
            boolean force,
            boolean dry) {
        PatchContext.Builder context = new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(manager)
                .withForce(force);
        if (dry) {
            context.withDryRun(List.of("All"));
        }
        return resource.patch(context.build(), serialization.asJson(object));
    }

    /**
     * Returns the answer to a request.
     *
     * @throws PreconditionFailed if the object is not as expected
     * @throws ClusterUnavailable if the API server is unavailable
     */
    ApplyAnswer answer(
            ObjectRef ref, Precondition precondition, boolean force, Supplier<GenericKubernetesResource> request) {
        try {
            return new ApplyAnswer.Stored(request.get());
        } catch (KubernetesClientException e) {
            if (ClusterUnavailable.isMeantBy(e)) {
                throw kinds.unavailable("applying " + ref, ref.apiVersion(), e);
            }
            List<FieldConflict> conflicts = force ? List.of() : Refusal.conflicts(e);
            if (!conflicts.isEmpty()) {
                return new ApplyAnswer.Contested(conflicts);
            }
            if (!(precondition instanceof Precondition.None) && Refusal.isForPrecondition(e)) {
                throw new PreconditionFailed(ref + " has changed");
            }
            return refused(ref, e);
        }
    }

    private ApplyAnswer refused(ObjectRef ref, KubernetesClientException e) {
        Optional<String> immutable = Refusal.immutableFields(e); // without their values, which may be a Secret's
        if (immutable.isPresent()) {
            return new ApplyAnswer.Immutable(immutable.get() + " can't be changed" + Advice.IF_IMMUTABLE);
        }
        boolean transientError = e.getCode() == 429 || (e.getCode() >= 500 && !Refusal.isForTypes(e));
        String message = Refusal.message(e);
        String reason = ref.kind().equals("Secret")
                ? "refused with HTTP status " + e.getCode()
                        + Refusal.fieldOfOtherType(e)
                                .map(field -> " for " + field)
                                .orElse("")
                        + "; the reason could hold its values"
                : message;
        return new ApplyAnswer.Rejected(
                transientError ? FailureKind.INFRASTRUCTURE : FailureKind.REJECTED,
                Advice.missingRight(identity, e.getCode(), message)
                        .orElseGet(() -> reason
                                + Advice.on(identity, e.getCode(), message)
                                        .map(hint -> "; " + hint)
                                        .orElse("")));
    }

    /** Returns the body by which a manager gives up all its fields in an object. */
    GenericKubernetesResource nothingOf(ObjectRef ref, String uid) {
        Map<String, Object> metadata = new HashMap<>(Map.of("name", ref.name(), "uid", uid));
        ref.namespace().ifPresent(namespace -> metadata.put("namespace", namespace));
        return serialization.convertValue(
                Map.of("apiVersion", ref.apiVersion(), "kind", ref.kind(), "metadata", metadata),
                GenericKubernetesResource.class);
    }
}
