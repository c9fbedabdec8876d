package dev.millrace.sync.render.input;

import dev.millrace.cluster.application.ApplicationSpec;
import dev.millrace.cluster.application.reference.ValuesReference;
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
    private final KubernetesClient client;
    private final Consumer<String> changed;
    private final Map<Named, Watched> watched = new ConcurrentHashMap<>();
    private final Map<String, Set<Named>> named = new ConcurrentHashMap<>();

    /** @param changed is called with the uid of each Application that names a changed object */
    public References(KubernetesClient client, Consumer<String> changed) {
        this.client = client;
        this.changed = changed;
    }

    /**
     * Returns the current inputs of the Application. For one thread at a time per Application.
     *
     * @param uid the Application's
     * @throws java.io.UncheckedIOException if the API server is unavailable
     */
    public Inputs of(String uid, String namespace, ApplicationSpec spec) {
        List<ValuesReference> references = references(spec);
        Set<Named> now =
                references.stream().map(one -> Named.of(one, namespace)).collect(Collectors.toUnmodifiableSet());
        follow(uid, now);
        if (now.isEmpty()) {
            return Inputs.NONE;
        }
        Map<Named, ReferenceContent> readings = new LinkedHashMap<>();
        now.forEach(one -> readings.put(one, watch(one, uid).read()));
        return Inputs.of(uid, namespace, references, readings);
    }

    private static List<ValuesReference> references(ApplicationSpec spec) {
        var substitute = spec.transform().substitute();
        return Stream.concat(
                        substitute == null ? Stream.empty() : substitute.from().stream(),
                        spec.helm().valuesFrom().stream())
                .toList();
    }

    private void follow(String uid, Set<Named> now) {
        Set<Named> before = now.isEmpty() ? named.remove(uid) : named.put(uid, now);
        if (before != null) {
            Set<Named> gone = new HashSet<>(before);
            gone.removeAll(now);
            gone.forEach(one -> watched.computeIfPresent(one, (key, watch) -> watch.withoutUser(uid) ? null : watch));
        }
    }

    private Watched watch(Named one, String uid) {
        return watched.compute(one, (key, present) -> {
            Watched watch = present == null ? new Watched(client, key, changed) : present;
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
