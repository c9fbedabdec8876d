package dev.millrace.sync.render.input;

import dev.millrace.cluster.application.ApplicationSpec;
import dev.millrace.cluster.application.reference.ValuesReference;
import dev.millrace.sync.identity.ClusterClients;
import dev.millrace.sync.identity.Identity;
import dev.millrace.sync.named.Named;
import dev.millrace.sync.named.ReferenceContent;
import dev.millrace.sync.named.Watched;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The ConfigMaps and Secrets that Applications name. Each is read when it is first needed and watched from then on, once for all
 * Applications that name it, until none does.
 */
public final class References implements AutoCloseable {
    private final ClusterClients clients;
    private final Consumer<String> changed;
    private final Map<Reading, Watched> watched = new ConcurrentHashMap<>();
    private final Map<String, Set<Reading>> named = new ConcurrentHashMap<>();

    /** An object as one identity may read it: what one has read is not given to another. */
    private record Reading(Identity reader, Named of) {}

    /** @param changed is called with the uid of each Application that names a changed object */
    public References(KubernetesClient client, Consumer<String> changed) {
        this.clients = new ClusterClients(client);
        this.changed = changed;
    }

    /**
     * Returns the current inputs of the Application. For one thread at a time per Application.
     *
     * @param uid the Application's
     * @param reader the identity that reads them
     * @throws java.io.UncheckedIOException if the API server is unavailable
     */
    public Inputs of(String uid, Identity reader, String namespace, ApplicationSpec spec) {
        List<ValuesReference> references = references(spec);
        Set<Reading> now = references.stream()
                .map(one -> new Reading(reader, Named.of(one, namespace)))
                .collect(Collectors.toUnmodifiableSet());
        follow(uid, now);
        if (now.isEmpty()) {
            return Inputs.NONE;
        }
        Map<Named, ReferenceContent> readings = new LinkedHashMap<>();
        now.forEach(one -> readings.put(one.of(), watch(one, uid).read()));
        return Inputs.of(uid, namespace, references, readings);
    }

    private static List<ValuesReference> references(ApplicationSpec spec) {
        var substitute = spec.transform().substitute();
        return Stream.concat(
                        substitute == null ? Stream.empty() : substitute.from().stream(),
                        spec.helm().valuesFrom().stream())
                .toList();
    }

    private void follow(String uid, Set<Reading> now) {
        Set<Reading> before = now.isEmpty() ? named.remove(uid) : named.put(uid, now);
        if (before != null) {
            Set<Reading> gone = new HashSet<>(before);
            gone.removeAll(now);
            gone.forEach(one -> watched.computeIfPresent(one, (key, watch) -> watch.withoutUser(uid) ? null : watch));
        }
    }

    private Watched watch(Reading one, String uid) {
        return watched.compute(one, (key, present) -> {
            Watched watch = present == null ? new Watched(clients, key.reader(), key.of(), changed) : present;
            watch.addUser(uid);
            return watch;
        });
    }

    /** Stops watching for a deleted Application. */
    public void forget(String uid) {
        follow(uid, Set.of());
    }

    @Override
    public void close() {
        watched.values().forEach(Watched::close);
    }
}
