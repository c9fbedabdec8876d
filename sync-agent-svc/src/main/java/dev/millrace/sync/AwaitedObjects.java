package dev.millrace.sync;

import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.identity.Identity;
import dev.millrace.sync.manifest.Content;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.plan.object.BuiltInKinds;
import dev.millrace.sync.plan.object.Guarded;
import dev.millrace.sync.plan.object.MissingRole;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Objects whose absence made applications fail: roles that bindings name, definitions of kinds, and the roles and bindings of a service account. When
 * one of them is applied for another application, those that wait for it try again at once.
 */
final class AwaitedObjects {
    private static final int MAX_REMEMBERED = 1_000;
    private static final String RBAC = "rbac.authorization.k8s.io";

    private final Consumer<String> retry;
    private final Map<String, Set<String>> awaited = new HashMap<>();

    /** The objects that were applied last: an application may be refused just before, and find it out just after. */
    private final Map<String, Instant> applied = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    /** @param retry called with the uid of an application that can now apply what it could not */
    AwaitedObjects(Consumer<String> retry) {
        this.retry = retry;
    }

    /**
     * An object was refused, perhaps because another one does not exist.
     *
     * @param identity the identity that may lack a right
     * @param since when the attempt began
     * @param reason the API server's message
     */
    void refused(String application, Identity identity, Manifest manifest, String reason, Instant since) {
        Set<String> keys = new HashSet<>();
        MissingRole.of(manifest, reason)
                .map(ObjectRef::identity)
                .or(() -> BuiltInKinds.isCustom(manifest.ref()) ? Optional.of(kind(manifest.ref())) : Optional.empty())
                .ifPresent(keys::add);
        if (identity instanceof Identity.Account account) {
            keys.add(rights(account.namespace()));
        }
        if (!keys.isEmpty() && isAwaited(application, keys, since)) {
            retry.accept(application);
        }
    }

    private synchronized boolean isAwaited(String application, Set<String> keys, Instant since) {
        awaited.computeIfAbsent(application, uid -> new HashSet<>()).addAll(keys);
        return keys.stream()
                .anyMatch(key -> applied.getOrDefault(key, Instant.MIN).isAfter(since));
    }

    /** Objects were applied for an application. */
    void applied(String application, Collection<Manifest> manifests, Instant now) {
        Set<String> keys = new HashSet<>();
        for (Manifest manifest : manifests) {
            if (Guarded.isDefinition(manifest.ref())) {
                keys.add("kind " + Content.at(manifest.content(), "spec", "group") + "/"
                        + Content.at(manifest.content(), "spec", "names", "kind"));
            } else if (manifest.ref().kind().endsWith("Role")) {
                keys.add(manifest.ref().identity());
            }
            if (manifest.ref().group().equals(RBAC)) {
                manifest.ref().namespace().ifPresent(namespace -> keys.add(rights(namespace)));
            }
        }
        if (!keys.isEmpty()) {
            waiting(application, keys, now).forEach(retry);
        }
    }

    private synchronized Set<String> waiting(String application, Set<String> keys, Instant now) {
        keys.forEach(key -> applied.put(key, now));
        Set<String> waiting = new HashSet<>();
        awaited.forEach((uid, wanted) -> {
            if (!uid.equals(application) && wanted.stream().anyMatch(keys::contains)) {
                waiting.add(uid);
            }
        });
        return waiting;
    }

    /** A new attempt begins, or the application is gone. */
    synchronized void forget(String application) {
        awaited.remove(application);
    }

    private static String rights(String namespace) {
        return "rights " + namespace;
    }

    private static String kind(ObjectRef ref) {
        return "kind " + ref.group() + "/" + ref.kind();
    }
}
