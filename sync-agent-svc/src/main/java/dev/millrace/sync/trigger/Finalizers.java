package dev.millrace.sync.trigger;

import dev.millrace.cluster.application.Application;
import dev.millrace.cluster.application.DeletionPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The finalizer that keeps a deleted Application until its objects are gone, if its spec requests that (Kubernetes API concepts, finalizers). An
 * Application whose objects stay has none: it can be deleted without an agent.
 */
public final class Finalizers {
    static final String OBJECTS = "millrace.dev/objects";

    private final KubernetesClient client;

    public Finalizers(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Adds or removes the finalizer, as the Application's spec requests.
     *
     * @throws UncheckedIOException if the API server is unavailable
     */
    void keep(Application application) {
        boolean requested = application.getSpec().deletion() != DeletionPolicy.ORPHAN;
        boolean leaves = application.getMetadata().getDeletionTimestamp() != null;
        if (requested && !isHeld(application) && !leaves) {
            List<String> all = new ArrayList<>(finalizers(application));
            all.add(OBJECTS);
            write(application, all);
        } else if (!requested && !leaves) {
            release(application);
        }
    }

    /** Removes the finalizer. */
    void release(Application application) {
        if (isHeld(application)) {
            write(
                    application,
                    finalizers(application).stream()
                            .filter(finalizer -> !finalizer.equals(OBJECTS))
                            .toList());
        }
    }

    private static boolean isHeld(Application application) {
        return finalizers(application).contains(OBJECTS);
    }

    private static List<String> finalizers(Application application) {
        return Optional.ofNullable(application.getMetadata().getFinalizers()).orElse(List.of());
    }

    /** Writes with the resourceVersion, so that a finalizer that was added meanwhile isn't lost; after a conflict, the next pass writes again. */
    private void write(Application application, List<String> finalizers) {
        String patch = client.getKubernetesSerialization()
                .asJson(Map.of(
                        "metadata",
                        Map.of(
                                "finalizers",
                                finalizers,
                                "resourceVersion",
                                application.getMetadata().getResourceVersion())));
        try {
            client.resources(Application.class)
                    .inNamespace(application.getMetadata().getNamespace())
                    .withName(application.getMetadata().getName())
                    .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
        } catch (KubernetesClientException e) {
            if (e.getCode() != 404) {
                throw new UncheckedIOException(
                        "writing the finalizers of the Application "
                                + application.getMetadata().getName() + ": HTTP status " + e.getCode(),
                        new IOException(e));
            }
        }
    }
}
