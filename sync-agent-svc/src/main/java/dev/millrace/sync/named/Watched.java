package dev.millrace.sync.named;

import dev.millrace.sync.apply.ClusterUnavailable;
import dev.millrace.sync.apply.refusal.Advice;
import dev.millrace.sync.apply.refusal.Refusal;
import dev.millrace.sync.identity.ClusterClients;
import dev.millrace.sync.identity.Identity;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One ConfigMap or Secret, existing or not. It is watched once it was read. */
public final class Watched implements AutoCloseable {
    private final Resource<? extends HasMetadata> object;
    private final Named named;
    private final Identity reader;
    private final Consumer<String> changed;
    private final Set<String> users = ConcurrentHashMap.newKeySet();
    private @Nullable ReferenceContent known;
    private @Nullable SharedIndexInformer<? extends HasMetadata> informer;
    private boolean closed;

    /**
     * @param reader the identity that reads it
     * @param changed is called with each user when the content has changed
     */
    public Watched(ClusterClients clients, Identity reader, Named named, Consumer<String> changed) {
        KubernetesClient client = clients.as(reader);
        this.object = switch (named.kind()) {
            case CONFIG_MAP ->
                client.configMaps().inNamespace(named.namespace()).withName(named.name());
            case SECRET -> client.secrets().inNamespace(named.namespace()).withName(named.name());
        };
        this.named = named;
        this.reader = reader;
        this.changed = changed;
    }

    /** Adds a user, such as an Application by its uid. */
    public void addUser(String uid) {
        users.add(uid);
    }

    /** Removes a user and returns true if it was the last one: then the watch ends. */
    public boolean withoutUser(String uid) {
        users.remove(uid);
        if (users.isEmpty()) {
            close();
        }
        return users.isEmpty();
    }

    /**
     * Returns the current content.
     *
     * @throws java.io.UncheckedIOException if the API server is unavailable
     */
    public synchronized ReferenceContent read() {
        if (known != null) {
            return known;
        }
        ReferenceContent now = get();
        if (!(now instanceof ReferenceContent.Refused) && !closed) {
            known = now;
            informer = informer == null ? watch(object) : informer;
        }
        return now;
    }

    /** The right to read it was withdrawn: what is known of it is not given to anyone any longer. */
    private boolean failed(Throwable failure) {
        if (Refusal.forbidden(failure).isPresent()) {
            synchronized (this) {
                if (closed || known == null) {
                    return true;
                }
                known = null;
            }
            users.forEach(changed);
        }
        return true;
    }

    private ReferenceContent get() {
        try {
            HasMetadata found = object.get();
            return found == null ? new ReferenceContent.Missing() : new ReferenceContent.Found(entries(found));
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                return new ReferenceContent.Refused(Advice.missingRight(reader, e.getCode(), Refusal.message(e))
                        .orElse("the API server forbids it"));
            }
            throw ClusterUnavailable.during("reading " + named, e);
        }
    }

    private <T extends HasMetadata> SharedIndexInformer<T> watch(Resource<T> one) {
        SharedIndexInformer<T> watch = one.runnableInformer(0);
        watch.addEventHandler(new Handler<T>());
        watch.exceptionHandler((started, failure) -> failed(failure));
        var unused = watch.start().thenRun(() -> {
            // It may have been deleted between the read and the start of the watch.
            if (watch.getStore().list().isEmpty()) {
                is(new ReferenceContent.Missing());
            }
        });
        return watch;
    }

    private void is(ReferenceContent now) {
        synchronized (this) {
            if (closed || known == null || now.equals(known)) {
                return;
            }
            known = now;
        }
        users.forEach(changed);
    }

    private static Map<String, String> entries(HasMetadata object) {
        return switch (object) {
            case ConfigMap map -> map.getData() == null ? Map.of() : map.getData();
            case Secret secret -> secret.getData() == null ? Map.of() : decoded(secret.getData());
            default -> throw new IllegalStateException("only ConfigMaps and Secrets are watched");
        };
    }

    private static Map<String, String> decoded(Map<String, String> data) {
        Map<String, String> plain = new HashMap<>();
        data.forEach(
                (key, value) -> plain.put(key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
        return plain;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (informer != null) {
            informer.stop();
        }
    }

    private final class Handler<T extends HasMetadata> implements ResourceEventHandler<T> {
        @Override
        public void onAdd(T added) {
            is(new ReferenceContent.Found(entries(added)));
        }

        @Override
        public void onUpdate(T before, T after) {
            is(new ReferenceContent.Found(entries(after)));
        }

        @Override
        public void onDelete(T gone, boolean finalStateUnknown) {
            is(new ReferenceContent.Missing());
        }
    }
}
