package dev.millrace.drift.watch;

import dev.millrace.drift.decide.LiveState;
import dev.millrace.events.value.ObjectRef;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The watches on exactly the recorded kinds. */
public final class Watches implements AutoCloseable {
    private final KubernetesClient client;
    private final FirstLists firstLists = new FirstLists();
    private final Discovery discovery;
    private final Map<WatchedKind, KindWatch> watches = new ConcurrentHashMap<>();

    public Watches(KubernetesClient client) {
        this.client = client;
        this.discovery = new Discovery(client);
    }

    /** Watches exactly these kinds: starts missing watches and stops the others. */
    public synchronized void watch(Set<WatchedKind> kinds, WatchListener listener) {
        Set<WatchedKind> obsolete = new HashSet<>(watches.keySet());
        obsolete.removeAll(kinds);
        obsolete.forEach(kind -> {
            KindWatch watch = watches.remove(kind);
            if (watch != null) {
                watch.close();
            }
        });
        kinds.forEach(kind -> {
            if (!watches.containsKey(kind)) {
                KindWatch watch = new KindWatch(client, kind, listener, firstLists, discovery);
                watches.put(kind, watch);
                watch.start();
            }
        });
    }

    /**
     * The current state of the object.
     *
     * @throws java.io.UncheckedIOException if the state is unknown because the API server is unavailable
     */
    public LiveState live(ObjectRef ref) {
        KindWatch watch = watches.get(WatchedKind.of(ref));
        return watch == null ? new LiveState.Unwatched() : watch.live(ref);
    }

    /** The objects of the watched kinds that name an application in their annotation. */
    public Stream<ObservedObject> claimed() {
        return watches.values().stream().flatMap(KindWatch::claimed);
    }

    /** The objects of this kind that name an application in their annotation. */
    public Stream<ObservedObject> claimed(WatchedKind kind) {
        return Stream.ofNullable(watches.get(kind)).flatMap(KindWatch::claimed);
    }

    /** The objects that name this application in their annotation. */
    public Stream<ObservedObject> claimedFor(String applicationUid) {
        return watches.values().stream().flatMap(watch -> watch.claimedFor(applicationUid));
    }

    /** The kinds whose watch has not listed all objects yet. */
    public List<WatchedKind> incomplete() {
        return kinds(watch -> !watch.isStarted());
    }

    /** The kinds that the API server does not allow to watch: no drift of their objects is detected. */
    public List<WatchedKind> refused() {
        return kinds(KindWatch::isRefused);
    }

    /** The kinds that the cluster can't watch now: no drift of their objects is detected. */
    public List<WatchedKind> unwatchable() {
        return kinds(KindWatch::isUnwatchable);
    }

    /** The kinds that are watched in another version than the applied one, which the cluster does not serve. */
    public List<WatchedKind> inOtherVersion() {
        return kinds(KindWatch::isInOtherVersion);
    }

    /** The plural name of the object's kind with its group, which is the name of a custom kind's definition; empty if it is not watched. */
    public Optional<String> resourceOf(ObjectRef ref) {
        return Optional.ofNullable(watches.get(WatchedKind.of(ref))).flatMap(KindWatch::resource);
    }

    private List<WatchedKind> kinds(Predicate<KindWatch> selected) {
        return watches.entrySet().stream()
                .filter(watch -> selected.test(watch.getValue()))
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
