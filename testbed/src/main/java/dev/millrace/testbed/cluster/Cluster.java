package dev.millrace.testbed.cluster;

import dev.millrace.testbed.process.JvmState;
import dev.millrace.testbed.process.PartUnavailable;
import dev.millrace.testbed.process.TestbedPart;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A Kubernetes control plane with RBAC and one node, whose Pods become Ready without running a container.
 *
 * <p>A Pod template labelled {@link #FAIL} makes its rollout fail: {@code unready} (runs, never Ready), {@code crash} (CrashLoopBackOff) or
 * {@code image} (ImagePullBackOff). An image whose tag starts with {@code crashes} does the same without a label. Objects survive {@link #kill()}.
 */
public final class Cluster implements TestbedPart {
    private static final Duration DEFINITION_TIMEOUT = Duration.ofMinutes(2);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** The label on a Pod template that makes its rollout fail. */
    public static final String FAIL = "millrace.dev/testbed-fail";

    private final ControlPlane controlPlane = new ControlPlane();
    private final Kubectl kubectl = new Kubectl(() -> ClusterUser.ADMIN.kubeconfig());

    @Override
    public String name() {
        return "cluster";
    }

    /** The reason in one line if the part is not available on this machine. */
    public Optional<String> missing() {
        return ClusterTools.missing();
    }

    @Override
    public void start() {
        synchronized (JvmState.lock("cluster")) {
            if (isRunning()) {
                return;
            }
            try {
                controlPlane.start();
            } catch (PartUnavailable e) {
                System.err.println("testbed: starting the cluster failed, retrying: " + e.getMessage());
                controlPlane.kill();
                controlPlane.start();
            }
        }
    }

    /** Kills etcd, the API server, the controllers, the scheduler and kwok. */
    @Override
    public void kill() {
        synchronized (JvmState.lock("cluster")) {
            controlPlane.kill();
        }
    }

    @Override
    public boolean isRunning() {
        return controlPlane.isRunning();
    }

    /** Kills only the API server: the cluster is unreachable for its clients, but keeps its state. */
    public void killApiServer() {
        synchronized (JvmState.lock("cluster")) {
            controlPlane.killApiServer();
        }
    }

    /** Restarts the API server on the same port with the same certificate. */
    public void startApiServer() {
        synchronized (JvmState.lock("cluster")) {
            controlPlane.startApiServer();
        }
    }

    /** The address of the API server. */
    public URI url() {
        return controlPlane.url();
    }

    /** The authority of the API server's certificate (PEM). */
    public Path certificateAuthority() {
        return ClusterUser.certificateAuthority();
    }

    /** The administrator's token. */
    public String token() {
        return ClusterUser.ADMIN.token();
    }

    /** The administrator's kubeconfig. */
    public Path kubeconfig() {
        return ClusterUser.ADMIN.kubeconfig();
    }

    /** The kubeconfig of a service account, created if missing. It has only the permissions that RBAC grants. */
    public Path kubeconfigFor(String namespace, String serviceAccount) {
        return new ClusterUser(namespace + "." + serviceAccount, tokenFor(namespace, serviceAccount))
                .writeKubeconfig(url(), namespace);
    }

    /** A token of a service account, valid for a day; the account is created if missing. */
    public String tokenFor(String namespace, String serviceAccount) {
        String present =
                kubectl("get", "serviceaccount", serviceAccount, "-n", namespace, "--ignore-not-found", "-o", "name");
        if (present.isBlank()) {
            kubectl("create", "serviceaccount", serviceAccount, "-n", namespace);
        }
        return kubectl("create", "token", serviceAccount, "-n", namespace, "--duration=24h")
                .strip();
    }

    /**
     * Creates a unique namespace, ready for Pods.
     *
     * @param prefix the start of its name, such as a test class's simple name
     * @return its name
     */
    public String createNamespace(String prefix) {
        String base =
                prefix.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-").replaceAll("^-+", "");
        String namespace = base + "-" + JvmState.next("namespace");
        kubectl("create", "namespace", namespace);
        controlPlane.awaitServiceAccount(namespace);
        return namespace;
    }

    /** The {@code kubectl} of the cluster's version. */
    public Path kubectlProgram() {
        return ClusterTools.KUBECTL.get();
    }

    /** Runs {@code kubectl} as the administrator and returns its standard output. Throws with its standard error if it fails. */
    public String kubectl(String... arguments) {
        return kubectl.run("", arguments);
    }

    /**
     * Returns the JSON of the object at a path such as {@code /api/v1/namespaces/shop/configmaps/a}, read as the administrator; empty if there is
     * none. It costs a fraction of what {@code kubectl get} costs, which counts where a test waits for a change.
     *
     * @throws java.io.UncheckedIOException if the API server is unavailable
     */
    public Optional<String> get(String path) {
        return controlPlane.get(path);
    }

    /** Waits until the API server serves the kind. The loop is needed because {@code kubectl wait} fails for a definition without conditions. */
    public void awaitDefinition(String name) {
        long deadline = System.nanoTime() + DEFINITION_TIMEOUT.toNanos();
        String established = "jsonpath={.status.conditions[?(@.type=='Established')].status}";
        while (!kubectl("get", "crd", name, "-o", established).strip().equals("True")) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException(
                        "the definition " + name + " was not established within " + DEFINITION_TIMEOUT);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        kubectl("wait", "--for=condition=Established", "crd/" + name, "--timeout=30s");
    }

    /** Applies manifests with {@code kubectl apply} as the administrator. */
    public String apply(String namespace, String manifests) {
        return kubectl.run(manifests, "apply", "-n", namespace, "-f", "-");
    }
}
