package dev.millrace.sync.named;

import dev.millrace.cluster.application.reference.ReferenceKind;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Secrets by name, {@code <namespace>/<name>}: each is read when it is first needed and watched from then on, once. */
public final class WatchedSecrets implements AutoCloseable {
    private final KubernetesClient client;
    private final Map<String, Watched> watched = new ConcurrentHashMap<>();
    private volatile Consumer<String> changed = secret -> {};

    public WatchedSecrets(KubernetesClient client) {
        this.client = client;
    }

    /** @param action is called with each Secret whose content has changed */
    public void whenChanged(Consumer<String> action) {
        changed = action;
    }

    /**
     * Returns the current content.
     *
     * @throws java.io.UncheckedIOException if the API server is unavailable
     */
    public ReferenceContent read(String secret) {
        return watched.computeIfAbsent(secret, this::watch).read();
    }

    private Watched watch(String secret) {
        int slash = secret.indexOf('/');
        Named named = new Named(ReferenceKind.SECRET, secret.substring(0, slash), secret.substring(slash + 1));
        Watched watch = new Watched(client, named, one -> changed.accept(one));
        watch.addUser(secret);
        return watch;
    }

    /** Stops watching all Secrets but these. */
    public void keepOnly(Set<String> secrets) {
        watched.forEach((secret, watch) -> {
            if (!secrets.contains(secret) && watched.remove(secret, watch)) {
                watch.close();
            }
        });
    }

    @Override
    public void close() {
        watched.values().forEach(Watched::close);
    }
}
