package dev.millrace.sync.named;

import dev.millrace.cluster.application.reference.ReferenceKind;
import dev.millrace.sync.identity.ClusterClients;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Secrets by name and reader: each is read when it is first needed and watched from then on, once. */
public final class WatchedSecrets implements AutoCloseable {
    private final ClusterClients clients;
    private final Map<SecretReading, Watched> watched = new ConcurrentHashMap<>();
    private volatile Consumer<String> changed = secret -> {};

    public WatchedSecrets(KubernetesClient client) {
        this.clients = new ClusterClients(client);
    }

    /** @param action is called with each Secret whose content has changed, {@code <namespace>/<name>} */
    public void whenChanged(Consumer<String> action) {
        changed = action;
    }

    /**
     * Returns the current content.
     *
     * @throws java.io.UncheckedIOException if the API server is unavailable
     */
    public ReferenceContent read(SecretReading reading) {
        return watched.computeIfAbsent(reading, this::watch).read();
    }

    private Watched watch(SecretReading reading) {
        String secret = reading.secret();
        int slash = secret.indexOf('/');
        Named named = new Named(ReferenceKind.SECRET, secret.substring(0, slash), secret.substring(slash + 1));
        Watched watch = new Watched(clients, reading.reader(), named, one -> changed.accept(one));
        watch.addUser(secret);
        return watch;
    }

    /** Stops watching all Secrets but these. */
    public void keepOnly(Set<SecretReading> secrets) {
        watched.forEach((reading, watch) -> {
            if (!secrets.contains(reading) && watched.remove(reading, watch)) {
                watch.close();
            }
        });
    }

    @Override
    public void close() {
        watched.values().forEach(Watched::close);
    }
}
