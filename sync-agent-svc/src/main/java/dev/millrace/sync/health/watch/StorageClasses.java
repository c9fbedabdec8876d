package dev.millrace.sync.health.watch;

import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Optional;

/** The watch of the cluster's StorageClasses, which decide when claims are bound. */
final class StorageClasses implements AutoCloseable {
    /** The API server's default (Kubernetes API, storage.k8s.io/v1 StorageClass). */
    private static final String IMMEDIATE = "Immediate";

    private final SharedIndexInformer<StorageClass> informer;

    private StorageClasses(SharedIndexInformer<StorageClass> informer) {
        this.informer = informer;
    }

    /** @param changed called whenever a class has changed */
    static StorageClasses start(KubernetesClient client, Runnable changed) {
        SharedIndexInformer<StorageClass> informer =
                client.storage().v1().storageClasses().runnableInformer(0);
        informer.addEventHandler(new ChangeHandler<>(changed));
        informer.exceptionHandler((started, failure) -> true);
        informer.start();
        return new StorageClasses(informer);
    }

    /** Returns the {@code volumeBindingMode} of a class; empty if there is no such class, or it isn't known yet. */
    Optional<String> bindingMode(String name) {
        return Optional.ofNullable(informer.getStore().getByKey(name))
                .map(found -> Optional.ofNullable(found.getVolumeBindingMode()).orElse(IMMEDIATE));
    }

    @Override
    public void close() {
        informer.stop();
    }
}
