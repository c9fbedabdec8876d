package dev.millrace.sync.apply;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cluster.Marks;
import dev.millrace.events.SyncCompleted.FailureKind;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.apply.pace.Pace;
import dev.millrace.sync.apply.refusal.Advice;
import dev.millrace.sync.apply.refusal.Refusal;
import dev.millrace.sync.identity.ClusterClients;
import dev.millrace.sync.identity.Identity;
import dev.millrace.sync.lead.Mandate;
import dev.millrace.sync.manifest.Manifest;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.extension.ExtensibleResource;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Single objects in the cluster. Every call throws {@link ClusterUnavailable} while the API server is unavailable, and every call that changes
 * something also when another agent is the leader.
 */
public final class ClusterObjects {
    private static final Logger LOG = Logger.getLogger(ClusterObjects.class);

    private final Identity identity;
    private final KubernetesClient client;
    private final ApiRequests requests;
    private final ServerSideApply sending;
    private final Kinds kinds;
    private final Mandate mandate;

    /** Creates the access of the agent itself. */
    public ClusterObjects(KubernetesClient own, Kinds kinds, Mandate mandate, Pace pace) {
        this(Identity.OWN, new ApiRequests(new ClusterClients(own), pace), kinds, mandate);
    }

    private ClusterObjects(Identity identity, ApiRequests requests, Kinds kinds, Mandate mandate) {
        this.identity = identity;
        this.client = requests.clients().promptlyAs(identity);
        this.requests = requests;
        this.sending = new ServerSideApply(client.getKubernetesSerialization(), kinds, identity);
        this.kinds = kinds;
        this.mandate = mandate;
    }

    /** Returns the same objects as another identity may read and change them. */
    public ClusterObjects as(Identity other) {
        return other.equals(identity) ? this : new ClusterObjects(other, requests, kinds, mandate);
    }

    /** Returns why nothing can be done as this identity; empty if something can. */
    Optional<String> unusable() {
        return AccountCheck.missing(identity, requests);
    }

    /** Returns the failure of a request as this identity: a failure of one kind, if only that one can't be used. */
    public ClusterUnavailable unavailable(String doing, String apiVersion, KubernetesClientException e) {
        return e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
                ? KindUnavailable.forbidden(identity, doing, e)
                : kinds.unavailable(doing, apiVersion, e);
    }

    private void mustLead(String doing, ObjectRef ref) {
        if (!mandate.isHeld()) {
            throw ClusterUnavailable.deposed(doing + " " + ref);
        }
    }

    /** Changes an object of the application with that uid; reports the change if this agent lost leadership meanwhile. */
    private <T> T changing(String doing, ObjectRef ref, String application, Supplier<T> change) {
        mustLead(doing, ref);
        try {
            return change.get();
        } finally {
            if (!mandate.isHeld()) {
                mandate.overran(application, ref);
            }
        }
    }

    /**
     * Returns the object as it is now; empty if there is none, or no such kind.
     *
     * @throws KindUnavailable if only objects of its kind can't be read
     */
    public Optional<GenericKubernetesResource> read(ObjectRef ref) {
        try {
            return kinds.of(ref)
                    .map(kind -> requests.allowed(
                            "reading " + ref,
                            () -> in(kind, ref).withName(ref.name()).get()));
        } catch (KubernetesClientException e) {
            throw unavailable("reading " + ref, ref.apiVersion(), e);
        }
    }

    /** Returns the objects of the kind and namespace of this one; none if it may not list them. */
    List<JsonNode> others(ObjectRef ref) {
        return new NamespaceList(client, requests, kinds)
                .of(ref).stream().map(this::json).toList();
    }

    JsonNode json(GenericKubernetesResource object) {
        return client.getKubernetesSerialization().convertValue(object, JsonNode.class);
    }

    JsonNode json(Manifest manifest) {
        return client.getKubernetesSerialization().convertValue(manifest.content(), JsonNode.class);
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> content(JsonNode json) {
        return client.getKubernetesSerialization().convertValue(json, Map.class);
    }

    /**
     * Changes the object by a JSON patch that tests the version that was read.
     *
     * @return the object after that; empty if the API server refuses
     * @throws PreconditionFailed if the object has changed
     */
    Optional<GenericKubernetesResource> patch(
            ObjectRef ref, GenericKubernetesResource live, List<Map<String, Object>> patch) {
        PatchContext context = new PatchContext.Builder()
                .withPatchType(PatchType.JSON)
                .withFieldManager(Marks.FIELD_MANAGER)
                .build();
        String json = client.getKubernetesSerialization().asJson(patch);
        try {
            return changing("patching", ref, Claim.uidOn(live), () -> kinds.of(ref)
                    .map(kind -> requests.ask(() -> in(kind, ref).resource(live).patch(context, json))));
        } catch (KubernetesClientException e) {
            if (ClusterUnavailable.isMeantBy(e)) {
                throw unavailable("patching " + ref, ref.apiVersion(), e);
            }
            if (Refusal.isForChange(e)) {
                throw new PreconditionFailed(ref + " has changed");
            }
            LOG.warnf("patch refused: object=%s error=%s", ref, Refusal.message(e));
            return Optional.empty();
        }
    }

    /** Removes the fields that a manager applied in a version of the API and no other manager owns; returns the object after that. */
    Optional<GenericKubernetesResource> giveUp(ObjectRef ref, String uid, String manager, String apiVersion) {
        try {
            ObjectRef then = new ObjectRef(apiVersion, ref.kind(), ref.namespace(), ref.name());
            ObjectRef served = kinds.of(then).isPresent() ? then : ref;
            GenericKubernetesResource nothing = sending.nothingOf(served, uid);
            mustLead("taking over", ref);
            return kinds.of(served)
                    .map(kind -> requests.ask(
                            () -> sending.send(in(kind, served).resource(nothing), nothing, manager, false, false)))
                    .flatMap(done -> read(ref)); // in our version
        } catch (KubernetesClientException e) {
            LOG.warnf(
                    "fields of another tool are not taken over: object=%s manager=%s error=%s",
                    ref, manager, Refusal.message(e));
            return Optional.empty();
        }
    }

    /**
     * Applies the object server-side.
     *
     * @param force true if fields of other managers become ours
     * @throws PreconditionFailed if the object is not as expected; in that case nothing has changed
     */
    ApplyAnswer apply(Manifest manifest, boolean force, Precondition precondition) {
        return apply(manifest, force, precondition, false);
    }

    /** Returns the answer to a server-side apply as a dry run. */
    public ApplyAnswer tryOut(Manifest manifest, boolean force) {
        return apply(manifest, force, new Precondition.None(), true);
    }

    private ApplyAnswer apply(Manifest manifest, boolean force, Precondition precondition, boolean dry) {
        ObjectRef ref = manifest.ref();
        Optional<ResourceDefinitionContext> kind = kinds.of(ref);
        if (kind.isEmpty()) {
            String reason = "the cluster has no kind " + ref.kind() + " in " + ref.apiVersion();
            return new ApplyAnswer.Rejected(
                    FailureKind.REJECTED, Advice.added(identity, HttpURLConnection.HTTP_NOT_FOUND, reason));
        }
        if (!kind.get().isNamespaceScoped() && ref.namespace().isPresent()) {
            // its kind was not known when its namespace was decided, and that it is allowed
            return new ApplyAnswer.Rejected(
                    FailureKind.INFRASTRUCTURE, "its kind turned out to be cluster-scoped; it is planned again");
        }
        GenericKubernetesResource object = sending.object(manifest, precondition);
        Supplier<GenericKubernetesResource> send =
                () -> sending.send(in(kind.get(), ref).resource(object), object, Marks.FIELD_MANAGER, force, dry);
        return sending.answer(
                ref,
                precondition,
                force,
                () -> requests.allowed(
                        "applying " + ref, // leadership is checked after any wait for room
                        () -> dry ? send.get() : changing("applying", ref, Claim.uidOn(object), send)));
    }

    /** Waits a short time until a kind that was just defined can be applied. */
    void awaitServed(GenericKubernetesResource definition) {
        new NewKind(requests.clients().promptlyAs(Identity.OWN), kinds, definition).awaitServed();
    }

    /**
     * Deletes the object if it is still as it was read: the caller's checks hold for the very object that is deleted.
     *
     * @param withDependents true if the object counts as gone only when its dependents are gone too
     * @return the reason if the API server refuses; empty if it doesn't
     * @throws PreconditionFailed if the object has changed, or was recreated
     */
    public Optional<String> delete(ObjectRef ref, GenericKubernetesResource asRead, boolean withDependents) {
        String application = Claim.uidOn(asRead);
        String version = asRead.getMetadata().getResourceVersion();
        try {
            kinds.of(ref)
                    .ifPresent(kind -> requests.allowed(
                            "deleting " + ref,
                            () -> changing("deleting", ref, application, () -> lockable(kind, ref)
                                    .lockResourceVersion(version)
                                    .withPropagationPolicy(
                                            withDependents
                                                    ? DeletionPropagation.FOREGROUND
                                                    : DeletionPropagation.BACKGROUND)
                                    .delete())));
            return Optional.empty();
        } catch (KubernetesClientException e) {
            if (ClusterUnavailable.isMeantBy(e)) {
                throw unavailable("deleting " + ref, ref.apiVersion(), e);
            }
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                throw new PreconditionFailed(ref + " has changed");
            }
            return Optional.of(Advice.added(identity, e.getCode(), Refusal.message(e)));
        }
    }

    /** Removes our annotations from an object that stays and belongs to no Application any longer, if it is still the one with this uid. */
    public void release(ObjectRef ref, String uid) {
        mustLead("releasing", ref);
        Map<String, Object> none = new HashMap<>();
        List.of(Marks.APPLICATION, Marks.APPLICATION_UID, Marks.APPLIED).forEach(mark -> none.put(mark, null));
        String patch =
                client.getKubernetesSerialization().asJson(Map.of("metadata", Map.of("uid", uid, "annotations", none)));
        try {
            kinds.of(ref)
                    .ifPresent(kind -> requests.ask(() ->
                            in(kind, ref).withName(ref.name()).patch(PatchContext.of(PatchType.JSON_MERGE), patch)));
        } catch (KubernetesClientException e) {
            if (ClusterUnavailable.isMeantBy(e)) {
                throw unavailable("releasing " + ref, ref.apiVersion(), e);
            }
            // gone, recreated, or the agent may not change it: its annotations name an Application without this object
        }
    }

    /** Only the type that the client returns can be both locked to a version and deleted with a policy, not the one that it declares. */
    private ExtensibleResource<GenericKubernetesResource> lockable(ResourceDefinitionContext kind, ObjectRef ref) {
        return (ExtensibleResource<GenericKubernetesResource>) in(kind, ref).withName(ref.name());
    }

    private NonNamespaceOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            in(ResourceDefinitionContext kind, ObjectRef ref) {
        MixedOperation<GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
                all = client.genericKubernetesResources(kind);
        return ref.namespace().isPresent() ? all.inNamespace(ref.namespace().get()) : all;
    }
}
