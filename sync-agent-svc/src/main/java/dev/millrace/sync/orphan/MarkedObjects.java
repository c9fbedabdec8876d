package dev.millrace.sync.orphan;

import dev.millrace.sync.apply.ApiGroups;
import dev.millrace.sync.apply.ClusterUnavailable;
import dev.millrace.sync.apply.KindUnavailable;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The live objects that Millrace applied, as one identity may list them. Lists every kind, page by page: only for the rare case that a record was lost,
 * and for users who ask for orphans.
 */
public final class MarkedObjects {
    /** The limit of one list. */
    static final int MAX_OBJECTS = 50_000;

    private static final long PAGE = 250;

    private static final Set<Integer> NOT_LISTED =
            Set.of(HttpURLConnection.HTTP_NOT_FOUND, HttpURLConnection.HTTP_BAD_METHOD);

    private final KubernetesClient client;
    private final ApiGroups groups;

    /** @param client lists the objects */
    public MarkedObjects(KubernetesClient client) {
        this.client = client;
        this.groups = new ApiGroups(client);
    }

    /**
     * The objects that were found.
     *
     * @param unread the kinds that could not be listed, each with the reason
     * @param isComplete false if there are more objects than are read at once
     */
    public record Listing(List<MarkedObject> objects, List<String> unread, boolean isComplete) {
        public Listing {
            objects = List.copyOf(objects);
            unread = List.copyOf(unread);
        }
    }

    /**
     * Lists the objects of the whole cluster.
     *
     * @param namespace the namespace to list instead where the identity may not list a kind in all of them; empty for none
     * @throws ClusterUnavailable if the API server is unavailable
     */
    public Listing list(Optional<String> namespace) {
        List<MarkedObject> found = new ArrayList<>();
        List<String> unread = new ArrayList<>();
        for (String version : groups.preferredVersions()) {
            try {
                for (APIResource resource : groups.resources(version)) {
                    if (ApiGroups.hasOwnObjects(resource) && found.size() < MAX_OBJECTS) {
                        list(version, resource, namespace, found, unread);
                    }
                }
            } catch (KindUnavailable e) {
                unread.add(e.reason());
            }
        }
        return new Listing(found, unread, found.size() < MAX_OBJECTS);
    }

    private void list(
            String version,
            APIResource resource,
            Optional<String> namespace,
            List<MarkedObject> found,
            List<String> unread) {
        ResourceDefinitionContext kind = ApiGroups.context(version, resource);
        String name = resource.getName() + (kind.getGroup().isEmpty() ? "" : "." + kind.getGroup());
        Function<GenericKubernetesResource, Optional<MarkedObject>> marked =
                object -> MarkedObject.of(version, resource.getKind(), name, object);
        boolean isRead = isRead(name, version, () -> pages(kind, Optional.empty(), marked, found))
                || (namespace.isPresent()
                        && resource.getNamespaced()
                        && isRead(name, version, () -> pages(kind, namespace, marked, found)));
        if (!isRead) {
            unread.add(name + ": access is denied");
        }
    }

    /** Returns false if access is denied. */
    private boolean isRead(String name, String version, Runnable pages) {
        try {
            pages.run();
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                return false;
            }
            if (NOT_LISTED.contains(e.getCode())) {
                return true;
            }
            throw groups.unavailable("listing " + name, version, e);
        }
    }

    private void pages(
            ResourceDefinitionContext kind,
            Optional<String> namespace,
            Function<GenericKubernetesResource, Optional<MarkedObject>> marked,
            List<MarkedObject> found) {
        ListOptions page = new ListOptionsBuilder().withLimit(PAGE).build();
        do {
            GenericKubernetesResourceList some = namespace.isPresent()
                    ? client.genericKubernetesResources(kind)
                            .inNamespace(namespace.get())
                            .list(page)
                    : client.genericKubernetesResources(kind).inAnyNamespace().list(page);
            some.getItems().stream()
                    .flatMap(object -> marked.apply(object).stream())
                    .limit(MAX_OBJECTS - found.size())
                    .toList()
                    .forEach(found::add);
            page.setContinue(some.getMetadata().getContinue());
        } while (page.getContinue() != null && !page.getContinue().isEmpty() && found.size() < MAX_OBJECTS);
    }
}
