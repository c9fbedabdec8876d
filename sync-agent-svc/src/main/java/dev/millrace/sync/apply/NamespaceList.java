package dev.millrace.sync.apply;

import dev.millrace.events.value.ObjectRef;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;

/** Lists the objects of one kind in one namespace. */
record NamespaceList(KubernetesClient client, ApiRequests requests, Kinds kinds) {
    private static final ListOptions FIRST =
            new ListOptionsBuilder().withLimit(1000L).build();

    /**
     * Returns the objects of the kind and namespace of this one; none if the kind is not served or may not be listed.
     *
     * @throws ClusterUnavailable if the API server is unavailable
     */
    List<GenericKubernetesResource> of(ObjectRef ref) {
        return kinds.answering(ref).map(kind -> list(kind, ref)).orElse(List.of());
    }

    private List<GenericKubernetesResource> list(ResourceDefinitionContext kind, ObjectRef ref) {
        try {
            return requests.ask(() -> client.genericKubernetesResources(kind)
                            .inNamespace(ref.namespace().orElse(""))
                            .list(FIRST))
                    .getItems();
        } catch (KubernetesClientException e) {
            if (ClusterUnavailable.isMeantBy(e)) {
                throw kinds.unavailable("listing " + ref.kind(), ref.apiVersion(), e);
            }
            return List.of();
        }
    }
}
