package dev.millrace.testbed.cluster;

import dev.millrace.testbed.process.JvmState;
import dev.millrace.testbed.process.Part;
import dev.millrace.testbed.process.PartUnavailable;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A Kubernetes control plane with RBAC and one node, whose Pods turn Ready without anything being run.
 *
 * <p>A Pod template labelled {@link #FAIL} makes its rollout fail: {@code unready} (runs, never Ready), {@code crash} (CrashLoopBackOff) or
 * {@code image} (ImagePullBackOff). So does, without a label, an image whose tag begins with {@code crashes}. Objects survive {@link #kill()}.
 */
public final class Cluster implements Part {
    private static final Duration DEFINED_WITHIN = Duration.ofSeconds(30);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** The label on a Pod template by which a test makes a rollout fail. */
    public static final String FAIL = "millrace.dev/testbed-fail";

    private final ControlPlane controlPlane = new ControlPlane();
    private final Kubectl kubectl = new Kubectl(() -> Identity.ADMIN.kubeconfig());

    @Override
    public String name() {
        return "cluster";
    }

    /** Why it can't be had here, if so. */
    public Optional<String> missing() {
        return Tools.missing();
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
                System.err.println("testbed: the cluster once more: " + e.getMessage());
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

    /** Kills the API server alone: the cluster is away for its clients, and nothing else is lost. */
    public void killApiServer() {
        synchronized (JvmState.lock("cluster")) {
            controlPlane.killApiServer();
        }
    }

    /** Brings the API server back, on the same port, with the same certificate. */
    public void startApiServer() {
        synchronized (JvmState.lock("cluster")) {
            controlPlane.startApiServer();
        }
    }

    /** Where the API server answers. */
    public URI url() {
        return controlPlane.url();
    }

    /** What signs the API server's certificate (PEM). */
    public Path certificateAuthority() {
        return Identity.certificateAuthority();
    }

    /** The administrator's token. */
    public String token() {
        return Identity.ADMIN.token();
    }

    /** The administrator's kubeconfig. */
    public Path kubeconfig() {
        return Identity.ADMIN.kubeconfig();
    }

    /** The kubeconfig of a service account, created when missing; it may do what RBAC allows it, so at first next to nothing. */
    public Path kubeconfigFor(String namespace, String serviceAccount) {
        return new Identity(namespace + "." + serviceAccount, tokenFor(namespace, serviceAccount))
                .writeKubeconfig(url(), namespace);
    }

    /** A token of a service account, good for a day; the account is created when missing. */
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
     * Creates a namespace that nobody else has, ready for Pods.
     *
     * @param prefix what it is for, such as a test class's simple name
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

    /** The {@code kubectl} that belongs to the cluster. */
    public Path kubectlProgram() {
        return Tools.KUBECTL.get();
    }

    /** {@code kubectl} as the administrator; its standard output. Throws with its standard error if it fails. */
    public String kubectl(String... arguments) {
        return kubectl.run("", arguments);
    }

    /** Waits until the API server serves the kind. {@code kubectl wait} fails, instead of waiting, where a definition has no conditions yet. */
    public void awaitDefinition(String name) {
        long deadline = System.nanoTime() + DEFINED_WITHIN.toNanos();
        while (!kubectl("get", "crd", name, "-o", "jsonpath={.status}").contains("\"type\":\"Established\"")) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException(
                        "the definition " + name + " is not established within " + DEFINED_WITHIN);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        kubectl("wait", "--for=condition=Established", "crd/" + name, "--timeout=30s");
    }

    /** {@code kubectl apply} of these manifests, as the administrator. */
    public String apply(String namespace, String manifests) {
        return kubectl.run(manifests, "apply", "-n", namespace, "-f", "-");
    }
}
