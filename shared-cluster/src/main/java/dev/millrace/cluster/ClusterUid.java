package dev.millrace.cluster;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The uid of a cluster, which is that of its namespace kube-system: it exists in every cluster and for as long as the cluster. It is read once, when it
 * is needed first.
 */
public final class ClusterUid implements Supplier<Optional<UUID>> {
    /** The namespace whose uid counts. */
    public static final String NAMESPACE = "kube-system";

    private final KubernetesClient client;
    private final Consumer<String> log;
    private volatile @Nullable UUID uid;
    private volatile boolean refused;

    /** @param log called at most once, with the reason why the uid can't be read and what to do */
    public ClusterUid(KubernetesClient client, Consumer<String> log) {
        this.client = client;
        this.log = log;
    }

    /**
     * Returns the uid; empty if this service may not read it.
     *
     * @throws UncheckedIOException while the API server is unavailable
     */
    @Override
    public Optional<UUID> get() {
        if (uid == null && !refused) {
            read();
        }
        return Optional.ofNullable(uid);
    }

    private void read() {
        try {
            Namespace found = client.namespaces().withName(NAMESPACE).get();
            if (found == null) {
                refuse("it does not exist");
            } else {
                uid = UUID.fromString(found.getMetadata().getUid());
            }
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
                throw new UncheckedIOException(
                        "reading the uid of the cluster: " + ApiServerErrors.reason(e), new IOException(e));
            }
            refuse("access is denied");
        } catch (IllegalArgumentException e) {
            refuse("its uid is not a UUID");
        }
    }

    private void refuse(String reason) {
        refused = true;
        log.accept(
                "the cluster's uid can't be read, another cluster with the same name would not be noticed; allow this"
                        + " service to get the namespace and restart it: namespace=" + NAMESPACE + " error=" + reason);
    }
}
