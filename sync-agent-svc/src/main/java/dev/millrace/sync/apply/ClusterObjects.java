package dev.millrace.sync.apply;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cluster.Marks;
import dev.millrace.events.SyncCompleted.FailureKind;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.apply.pace.Pace;
import dev.millrace.sync.lead.Mandate;
import dev.millrace.sync.manifest.Content;
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
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Single objects in the cluster. Every call throws {@link ClusterUnavailable} while the API server is away, and every one that changes
 * something once another agent leads.
 */
public final class ClusterObjects {
    private static final Logger LOG = Logger.getLogger(ClusterObjects.class);
    private static final int TRIES = 3;
    private static final long ESTABLISHED_WITHIN_SECONDS = 15;

    private final KubernetesClient client;
    private final Kinds kinds;
    private final Mandate mandate;
    private final Pace pace;

    public ClusterObjects(KubernetesClient client, Kinds kinds, Mandate mandate, Pace pace) {
        this.client = client;
        this.kinds = kinds;
        this.mandate = mandate;
        this.pace = pace;
    }

    private void mustLead(String doing, ObjectRef ref) {
        if (!mandate.isHeld()) {
            throw ClusterUnavailable.deposed(doing + " " + ref);
        }
    }

    /** Changes an object of the application with that uid; if this agent was deposed meanwhile, that is told. */
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

    /** The object as it is now; empty if there is none, or no such kind. */
    public Optional<GenericKubernetesResource> read(ObjectRef ref) {
        try {
            return kinds.of(ref)
                    .map(kind ->
                            pace.ask(() -> in(kind, ref).withName(ref.name()).get()));
        } catch (KubernetesClientException e) {
            throw ClusterUnavailable.during("reading " + ref, e);
        }
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

    /** Fields that a tool wrote before us become ours; if somebody writes the object meanwhile, they stay as they are. */
    void takeOver(ObjectRef ref, GenericKubernetesResource live) {
        mustLead("taking over", ref);
        Optional<String> patch = Takeover.of(json(live), ref.apiVersion())
                .map(fields -> client.getKubernetesSerialization()
                        .asJson(List.of(
                                Map.of(
                                        "op",
                                        "test",
                                        "path",
                                        "/metadata/resourceVersion",
                                        "value",
                                        live.getMetadata().getResourceVersion()),
                                Map.of("op", "replace", "path", "/metadata/managedFields", "value", fields))));
        try {
            patch.ifPresent(text -> kinds.of(ref)
                    .ifPresent(
                            kind -> in(kind, ref).withName(ref.name()).patch(PatchContext.of(PatchType.JSON), text)));
        } catch (KubernetesClientException e) {
            if (ClusterUnavailable.isMeantBy(e)) {
                throw ClusterUnavailable.during("taking over " + ref, e);
            }
            LOG.warnf("fields of another tool stay its own: object=%s why=%s", ref, said(e));
        }
    }

    /**
     * Server-side apply.
     *
     * @param force whether fields that another manager has become ours
     */
    public ApplyAnswer apply(Manifest manifest, boolean force) {
        return apply(manifest, force, false);
    }

    /** What a server-side apply would come to; nothing changes. */
    public ApplyAnswer tryOut(Manifest manifest, boolean force) {
        return apply(manifest, force, true);
    }

    private ApplyAnswer apply(Manifest manifest, boolean force, boolean dry) {
        ObjectRef ref = manifest.ref();
        Optional<ResourceDefinitionContext> kind = kinds.of(ref);
        if (kind.isEmpty()) {
            return new ApplyAnswer.Rejected(
                    FailureKind.REJECTED, "the cluster has no kind " + ref.kind() + " in " + ref.apiVersion());
        }
        GenericKubernetesResource object =
                client.getKubernetesSerialization().convertValue(manifest.content(), GenericKubernetesResource.class);
        for (int failures = 1; ; failures++) {
            try {
                Supplier<GenericKubernetesResource> apply = () -> apply(kind.get(), ref, object, force, dry);
                return new ApplyAnswer.Stored(allowed(
                        "applying " + ref, // whether it leads is looked at after any wait for room
                        () -> dry ? apply.get() : changing("applying", ref, Claim.uidOn(object), apply)));
            } catch (KubernetesClientException e) {
                if (ClusterUnavailable.isMeantBy(e)) {
                    throw ClusterUnavailable.during("applying " + ref, e);
                }
                List<FieldConflict> conflicts = force ? List.of() : Refusal.conflicts(e);
                if (!conflicts.isEmpty()) {
                    return new ApplyAnswer.Contested(conflicts);
                }
                if (!ClusterUnavailable.mayPassAtOnce(e) || failures == TRIES) {
                    return rejected(ref, e);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100L * failures));
            }
        }
    }

    /** Makes a request. What is forbidden must be so by an API server that was ready when it said so. */
    private <T> T allowed(String doing, Supplier<T> request) {
        try {
            return pace.ask(request);
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
                throw e;
            }
            if (!Readiness.isGiven(client)) {
                throw ClusterUnavailable.starting(doing);
            }
            return pace.ask(request); // it may have become so in between
        }
    }

    private GenericKubernetesResource apply(
            ResourceDefinitionContext kind,
            ObjectRef ref,
            GenericKubernetesResource object,
            boolean force,
            boolean dry) {
        var one = in(kind, ref).resource(object).dryRun(dry).fieldManager(Marks.FIELD_MANAGER);
        return force ? one.forceConflicts().serverSideApply() : one.serverSideApply();
    }

    private static ApplyAnswer rejected(ObjectRef ref, KubernetesClientException e) {
        FailureKind kind = e.getCode() >= 500 || e.getCode() == 429 ? FailureKind.INFRASTRUCTURE : FailureKind.REJECTED;
        Optional<String> immutable = Refusal.immutableFields(e); // their values stay untold: they may hold a Secret's
        if (immutable.isPresent()) {
            return new ApplyAnswer.Immutable(immutable.get() + " can't be changed");
        }
        return new ApplyAnswer.Rejected(
                kind,
                ref.kind().equals("Secret")
                        ? "refused with HTTP status " + e.getCode() + "; the reason could hold its values"
                        : said(e));
    }

    private static String said(KubernetesClientException e) {
        return e.getStatus() == null || e.getStatus().getMessage() == null
                ? "HTTP status " + e.getCode()
                : e.getStatus().getMessage();
    }

    /** Waits a little until a kind that was just defined is served. */
    void awaitEstablished(GenericKubernetesResource definition) {
        try {
            client.apiextensions()
                    .v1()
                    .customResourceDefinitions()
                    .withName(definition.getMetadata().getName())
                    .waitUntilCondition(
                            crd -> crd != null
                                    && crd.getStatus() != null
                                    && crd.getStatus().getConditions() != null
                                    && crd.getStatus().getConditions().stream()
                                            .anyMatch(c -> c.getType().equals("Established")
                                                    && c.getStatus().equals("True")),
                            ESTABLISHED_WITHIN_SECONDS,
                            TimeUnit.SECONDS);
        } catch (KubernetesClientException e) {
            // its instances will say that the cluster has no such kind
        }
        kinds.forget(String.valueOf(Content.at(definition.getAdditionalProperties(), "spec", "group")));
    }

    /**
     * Deletes the object if it is still the one with this uid.
     *
     * @param withDependents whether it is gone only when all that it made is gone too
     * @return why the API server refuses; empty if it doesn't
     */
    public Optional<String> delete(ObjectRef ref, String uid, boolean withDependents) {
        Optional<GenericKubernetesResource> there = read(ref);
        if (there.isEmpty() || !there.get().getMetadata().getUid().equals(uid)) {
            return Optional.empty();
        }
        String application = Claim.uidOn(there.get());
        try {
            kinds.of(ref)
                    .ifPresent(kind -> allowed(
                            "deleting " + ref,
                            () -> changing("deleting", ref, application, () -> in(kind, ref)
                                    .withName(ref.name())
                                    .withPropagationPolicy(
                                            withDependents
                                                    ? DeletionPropagation.FOREGROUND
                                                    : DeletionPropagation.BACKGROUND)
                                    .delete())));
            return Optional.empty();
        } catch (KubernetesClientException e) {
            if (ClusterUnavailable.isMeantBy(e)) {
                throw ClusterUnavailable.during("deleting " + ref, e);
            }
            return Optional.of(said(e));
        }
    }

    /** Takes our annotations off an object that stays without being any Application's, if it is still the one with this uid. */
    public void release(ObjectRef ref, String uid) {
        mustLead("releasing", ref);
        Map<String, Object> none = new HashMap<>();
        List.of(Marks.APPLICATION, Marks.APPLICATION_UID, Marks.APPLIED).forEach(mark -> none.put(mark, null));
        String patch =
                client.getKubernetesSerialization().asJson(Map.of("metadata", Map.of("uid", uid, "annotations", none)));
        try {
            kinds.of(ref)
                    .ifPresent(kind ->
                            in(kind, ref).withName(ref.name()).patch(PatchContext.of(PatchType.JSON_MERGE), patch));
        } catch (KubernetesClientException e) {
            if (ClusterUnavailable.isMeantBy(e)) {
                throw ClusterUnavailable.during("releasing " + ref, e);
            }
            // gone, another one by now, or not ours to change: its annotations name an Application that no longer has
            // it
        }
    }

    private NonNamespaceOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            in(ResourceDefinitionContext kind, ObjectRef ref) {
        MixedOperation<GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
                all = client.genericKubernetesResources(kind);
        return ref.namespace().isPresent() ? all.inNamespace(ref.namespace().get()) : all;
    }
}
