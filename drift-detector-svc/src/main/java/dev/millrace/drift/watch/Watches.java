package dev.millrace.drift.watch;

import dev.millrace.drift.decide.Live;
import dev.millrace.events.value.ObjectRef;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The watches on exactly the kinds that are needed. */
public final class Watches implements AutoCloseable {
    private final KubernetesClient client;
    private final Map<WatchedKind, KindWatch> watches = new ConcurrentHashMap<>();

    public Watches(KubernetesClient client) {
        this.client = client;
    }

    /** From now on exactly these kinds are watched. */
    public synchronized void need(Set<WatchedKind> kinds, WatchListener listener) {
        Set<WatchedKind> gone = new HashSet<>(watches.keySet());
        gone.removeAll(kinds);
        gone.forEach(kind -> {
            KindWatch watch = watches.remove(kind);
            if (watch != null) {
                watch.close();
            }
        });
        kinds.forEach(kind -> {
            if (!watches.containsKey(kind)) {
                KindWatch watch = new KindWatch(client, kind, listener);
                watches.put(kind, watch);
                watch.start();
            }
        });
    }

    /**
     * The object as it is now.
     *
     * @throws java.io.UncheckedIOException if that can't be told while the API server is away
     */
    public Live live(ObjectRef ref) {
        KindWatch watch = watches.get(WatchedKind.of(ref));
        return watch == null ? new Live.Unwatched() : watch.live(ref);
    }

    /** All objects of the watched kinds that say they are an application's. */
    public Stream<Seen> claimed() {
        return watches.values().stream().flatMap(KindWatch::all).filter(seen -> !seen.applicationUid()
                .isEmpty());
    }

    /** Those of them that say they are this application's. */
    public Stream<Seen> claimedFor(String applicationUid) {
        return watches.values().stream().flatMap(watch -> watch.claimedFor(applicationUid));
    }

    /** The kinds of which not all objects are known yet. */
    public List<WatchedKind> incomplete() {
        return watches.entrySet().stream()
                .filter(watch -> !watch.getValue().isComplete())
                .map(Map.Entry::getKey)
                .toList();
    }

    public int size() {
        return watches.size();
    }

    @Override
    public synchronized void close() {
        watches.values().forEach(KindWatch::close);
        watches.clear();
    }
}
