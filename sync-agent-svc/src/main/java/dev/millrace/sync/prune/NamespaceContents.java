package dev.millrace.sync.prune;

import dev.millrace.sync.apply.ClusterUnavailable;
import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a namespace holds. Asks for every kind: only for the rare case that a namespace is to be deleted. */
public final class NamespaceContents {
    /** What Kubernetes puts into each namespace, or derives from what is in it, without an owner. */
    private static final Set<String> KUBERNETES_OWN =
            Set.of("ConfigMap/kube-root-ca.crt", "ConfigMap/openshift-service-ca.crt", "ServiceAccount/default");

    private static final Set<String> DERIVED = Set.of("Endpoints", "Event");

    private final KubernetesClient client;

    public NamespaceContents(KubernetesClient client) {
        this.client = client;
    }

    /**
     * One object in the namespace that is not to go with it, as {@code <kind> <name>}.
     *
     * @throws ClusterUnavailable if the API server can't be asked
     */
    Optional<String> othersIn(String namespace, Removals ours) {
        try {
            return groupVersions()
                    .flatMap(this::kinds)
                    .flatMap(kind -> others(kind, namespace, ours).stream())
                    .findFirst();
        } catch (KubernetesClientException e) {
            throw ClusterUnavailable.during("asking what the namespace " + namespace + " holds", e);
        }
    }

    private Stream<String> groupVersions() {
        List<APIGroup> groups = client.getApiGroups().getGroups();
        return Stream.concat(Stream.of("v1"), groups.stream().map(group -> group.getPreferredVersion()
                .getGroupVersion()));
    }

    private Stream<ResourceDefinitionContext> kinds(String groupVersion) {
        APIResourceList list = client.getApiResources(groupVersion);
        int slash = groupVersion.indexOf('/');
        return list == null
                ? Stream.empty()
                : list.getResources().stream()
                        .filter(NamespaceContents::holdsObjects)
                        .map(resource -> new ResourceDefinitionContext.Builder()
                                .withGroup(slash < 0 ? "" : groupVersion.substring(0, slash))
                                .withVersion(groupVersion.substring(slash + 1))
                                .withKind(resource.getKind())
                                .withPlural(resource.getName())
                                .withNamespaced(true)
                                .build());
    }

    private static boolean holdsObjects(APIResource resource) {
        return resource.getNamespaced()
                && !resource.getName().contains("/")
                && !DERIVED.contains(resource.getKind())
                && resource.getVerbs().contains("list")
                && resource.getVerbs().contains("delete");
    }

    private Optional<String> others(ResourceDefinitionContext kind, String namespace, Removals ours) {
        return client.genericKubernetesResources(kind).inNamespace(namespace).list().getItems().stream()
                .filter(object -> !isOwned(object) && !ours.include(kind.getGroup(), kind.getKind(), object))
                .map(object -> kind.getKind() + " " + object.getMetadata().getName())
                .filter(name -> !KUBERNETES_OWN.contains(name.replace(' ', '/')))
                .findFirst();
    }

    private static boolean isOwned(GenericKubernetesResource object) {
        List<OwnerReference> owners = object.getMetadata().getOwnerReferences();
        return owners != null && !owners.isEmpty();
    }
}
