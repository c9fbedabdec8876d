package dev.millrace.sync.prune;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.sync.apply.ClusterUnavailable;
import dev.millrace.sync.manifest.Content;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * The objects of a CustomResourceDefinition's kind, in all namespaces. Only their metadata is read, a page at a time, until one is found that is to
 * stay.
 */
final class DefinitionContents {
    private static final int PAGE = 50;
    private static final long TIMEOUT_SECONDS = 30;
    private static final String METADATA_ONLY = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

    /** Status codes of a server that is not ready or busy, and of a list that took too long (Kubernetes API concepts, chunks). */
    private static final Set<Integer> TRANSIENT = Set.of(401, 408, 410, 429, 503, 504);

    private final KubernetesClient client;

    DefinitionContents(KubernetesClient client) {
        this.client = client;
    }

    /** The kind that a definition defines, in a version that is served. */
    private record Kind(String group, String version, String plural, String kind) {}

    /**
     * Returns one object of the kind that is not to be deleted with the definition, as {@code <kind> <namespace>/<name>}, or a statement that there may
     * be some, where the API server doesn't list them.
     *
     * @throws ClusterUnavailable if the API server is unavailable
     */
    Optional<String> othersOf(GenericKubernetesResource definition, Removals ours) {
        Map<String, Object> spec =
                Content.map(definition.getAdditionalProperties().get("spec"));
        String group = String.valueOf(spec.get("group"));
        String plural = String.valueOf(Content.at(spec, "names", "plural"));
        Optional<String> version = servedVersion(spec);
        if (version.isEmpty()) {
            return Optional.of("objects that are not listed, since none of its versions is served");
        }
        return othersOf(
                new Kind(group, version.get(), plural, String.valueOf(Content.at(spec, "names", "kind"))), ours);
    }

    /** Returns the stored version if it is served: it needs no conversion webhook, which may be gone by now. */
    private static Optional<String> servedVersion(Map<String, Object> spec) {
        List<?> versions = spec.get("versions") instanceof List<?> list ? list : List.of();
        return versions.stream()
                .map(Content::map)
                .filter(version -> Boolean.TRUE.equals(version.get("served")))
                .min(Comparator.comparing(version -> !Boolean.TRUE.equals(version.get("storage"))))
                .map(version -> String.valueOf(version.get("name")));
    }

    private Optional<String> othersOf(Kind kind, Removals ours) {
        String next = "";
        do {
            HttpResponse<byte[]> answer = page(kind, next);
            if (!answer.isSuccessful()) {
                return Optional.of("objects that are not listed: the API server answers " + answer.code());
            }
            JsonNode list = Serialization.unmarshal(new String(answer.body(), StandardCharsets.UTF_8), JsonNode.class);
            for (JsonNode item : list.path("items")) {
                GenericKubernetesResource object = client.getKubernetesSerialization()
                        .convertValue(Map.of("metadata", item.path("metadata")), GenericKubernetesResource.class);
                if (!ours.include(kind.group(), kind.kind(), object)) {
                    return Optional.of(name(kind, object));
                }
            }
            next = list.path("metadata").path("continue").asText("");
        } while (!next.isEmpty());
        return Optional.empty();
    }

    private static String name(Kind kind, GenericKubernetesResource object) {
        String namespace = object.getMetadata().getNamespace();
        return kind.kind() + " " + (namespace == null ? "" : namespace + "/")
                + object.getMetadata().getName();
    }

    private HttpResponse<byte[]> page(Kind kind, String next) {
        String path = "apis/%s/%s/%s?limit=%d&continue=%s"
                .formatted(
                        kind.group(),
                        kind.version(),
                        kind.plural(),
                        PAGE,
                        URLEncoder.encode(next, StandardCharsets.UTF_8));
        String doing = "listing the objects of " + kind.plural() + "." + kind.group();
        HttpRequest request = client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(URI.create(client.getMasterUrl() + path))
                .header("Accept", METADATA_ONLY)
                .timeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .build();
        HttpResponse<byte[]> answer;
        try {
            answer = client.getHttpClient().sendAsync(request, byte[].class).join();
        } catch (CompletionException e) {
            throw ClusterUnavailable.during(doing, new KubernetesClientException("no answer", e.getCause()));
        }
        if (TRANSIENT.contains(answer.code())) {
            throw ClusterUnavailable.during(doing, new KubernetesClientException("no list", answer.code(), null));
        }
        return answer;
    }
}
