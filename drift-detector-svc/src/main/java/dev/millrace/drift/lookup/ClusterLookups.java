package dev.millrace.drift.lookup;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cluster.ClusterUid;
import dev.millrace.cluster.expected.Autoscalers;
import dev.millrace.cluster.record.AppliedRecord;
import dev.millrace.drift.decide.context.Context;
import dev.millrace.drift.decide.context.KindSchema;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.ObjectRef;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Looks facts up at the API server. */
public final class ClusterLookups {
    private static final Logger LOG = Logger.getLogger(ClusterLookups.class);
    private static final int MAX_CACHED = 500;
    private static final int MAX_SCHEMAS = 50;
    private static final Duration SECONDS = Duration.ofSeconds(5);
    private static final Duration MINUTES = Duration.ofMinutes(5);
    private static final ListOptions FIRST =
            new ListOptionsBuilder().withLimit(1000L).build();

    private static final ResourceDefinitionContext APPLICATIONS =
            resource("millrace.dev", "v1alpha1", "Application", "applications", true);
    private static final ResourceDefinitionContext DEFINITIONS =
            resource("apiextensions.k8s.io", "v1", "CustomResourceDefinition", "customresourcedefinitions", false);
    private static final List<ResourceDefinitionContext> AUTOSCALERS = List.of(
            resource("autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers", true),
            resource("keda.sh", "v1alpha1", "ScaledObject", "scaledobjects", true),
            resource("autoscaling.k8s.io", "v1", "VerticalPodAutoscaler", "verticalpodautoscalers", true));

    private final KubernetesClient client;
    private final ShortCache<ApplicationId, Optional<JsonNode>> applications;
    private final ShortCache<String, Autoscalers> autoscalers;
    private final ShortCache<String, Optional<JsonNode>> definitions;
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final ClusterUid cluster;

    public ClusterLookups(KubernetesClient client, Clock clock) {
        this.client = client;
        this.cluster = new ClusterUid(client, LOG::warn);
        this.applications = new ShortCache<>(MAX_CACHED, SECONDS, clock);
        this.autoscalers = new ShortCache<>(MAX_CACHED, SECONDS, clock);
        this.definitions = new ShortCache<>(MAX_SCHEMAS, MINUTES, clock);
    }

    private static ResourceDefinitionContext resource(
            String group, String version, String kind, String plural, boolean namespaced) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(group)
                .withVersion(version)
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(namespaced)
                .build();
    }

    /** The uid of the cluster; empty while it can't be read. */
    public Optional<UUID> clusterUid() {
        return cluster.get();
    }

    /**
     * Looks these facts up.
     *
     * @param resource the plural name of the object's kind with its group; empty if it isn't known
     * @throws UncheckedIOException if the API server is unavailable
     */
    public Context gather(
            Set<Context.Lookup> lookups,
            Context known,
            Optional<AppliedRecord> record,
            ObjectRef ref,
            Optional<String> resource) {
        Context context = known;
        for (Context.Lookup lookup : lookups) {
            context = switch (lookup) {
                case APPLICATION ->
                    context.applicationEnds(record.filter(this::isBeingDeleted).isPresent());
                case AUTOSCALERS ->
                    context.autoscalers(ref.namespace().map(this::autoscalersIn).orElse(Autoscalers.NONE));
                case SCHEMA ->
                    context.schema(resource.flatMap(this::definition)
                            .map(definition -> schema(definition, ref))
                            .orElse(KindSchema.UNKNOWN));
            };
        }
        return context;
    }

    /** Another Application of the same name counts as a new one. An Application that isn't there may have lost its record's clean-up: drift is reported. */
    private boolean isBeingDeleted(AppliedRecord record) {
        ApplicationId id = record.application();
        return applications
                .get(
                        id,
                        () -> read(
                                "reading the Application " + id, () -> client.genericKubernetesResources(APPLICATIONS)
                                        .inNamespace(id.namespace())
                                        .withName(id.name())
                                        .get()))
                .map(application -> application.path("metadata"))
                .filter(metadata -> metadata.path("uid").asText("").equals(record.applicationUid()))
                .filter(metadata -> metadata.path("deletionTimestamp").isTextual())
                .isPresent();
    }

    private Autoscalers autoscalersIn(String namespace) {
        return autoscalers.get(
                namespace,
                () -> Autoscalers.of(AUTOSCALERS.stream()
                        .flatMap(kind -> list(kind, namespace).stream())
                        .toList()));
    }

    private List<JsonNode> list(ResourceDefinitionContext kind, String namespace) {
        return attempt("listing the " + kind.getPlural() + " in " + namespace, () -> client.genericKubernetesResources(
                                kind)
                        .inNamespace(namespace)
                        .list(FIRST)
                        .getItems())
                .orElse(List.of())
                .stream()
                .map(this::tree)
                .toList();
    }

    private Optional<JsonNode> definition(String resource) {
        return definitions.get(
                resource,
                () -> read("reading the definition " + resource, () -> client.genericKubernetesResources(DEFINITIONS)
                        .withName(resource)
                        .get()));
    }

    private static KindSchema schema(JsonNode definition, ObjectRef ref) {
        String version = ref.apiVersion().substring(ref.apiVersion().indexOf('/') + 1);
        for (JsonNode candidate : definition.path("spec").path("versions")) {
            if (candidate.path("name").asText("").equals(version)) {
                return new KindSchema(candidate.path("schema").path("openAPIV3Schema"));
            }
        }
        return KindSchema.UNKNOWN;
    }

    private Optional<JsonNode> read(String action, Supplier<GenericKubernetesResource> request) {
        return attempt(action, request).map(this::tree);
    }

    /** Makes a request. Without the right, or without the kind, there is no answer. */
    private <T> Optional<T> attempt(String action, Supplier<T> request) {
        try {
            return Optional.ofNullable(request.get());
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return Optional.empty();
            }
            if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                if (refused.size() < MAX_CACHED && refused.add(action)) {
                    LOG.warnf("not permitted, drift is decided without it: action=%s", action);
                }
                return Optional.empty();
            }
            throw new UncheckedIOException(new IOException(action, e));
        }
    }

    private JsonNode tree(GenericKubernetesResource object) {
        return client.getKubernetesSerialization().convertValue(object, JsonNode.class);
    }
}
