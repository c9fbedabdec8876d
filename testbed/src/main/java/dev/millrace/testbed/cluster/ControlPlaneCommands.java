package dev.millrace.testbed.cluster;

import dev.millrace.testbed.process.JvmState;
import dev.millrace.testbed.process.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The command lines of the cluster's processes, tuned for a fast start and fast reactions, on 127.0.0.1 only. */
record ControlPlaneCommands(Path directory, URI url) {
    private static final String QPS = "--kube-api-qps=1000";
    private static final String BURST = "--kube-api-burst=2000";

    List<String> etcd() {
        String peer = "http://127.0.0.1:" + JvmState.port("cluster.etcd-peer-port");
        return List.of(
                path(ClusterTools.ETCD),
                "--data-dir=" + directory.resolve("etcd"),
                "--listen-client-urls=" + etcdUrl(),
                "--advertise-client-urls=" + etcdUrl(),
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=default=" + peer,
                "--unsafe-no-fsync",
                "--log-level=warn");
    }

    private static String etcdUrl() {
        return "http://127.0.0.1:" + JvmState.port("cluster.etcd-port");
    }

    List<String> apiServer() {
        ServiceAccountKeys keys = ServiceAccountKeys.in(directory);
        return List.of(
                path(ClusterTools.API_SERVER),
                "--etcd-servers=" + etcdUrl(),
                "--bind-address=127.0.0.1",
                "--advertise-address=127.0.0.1",
                "--secure-port=" + url.getPort(),
                "--cert-dir=" + directory.resolve("certificates"),
                "--authorization-mode=RBAC",
                "--token-auth-file=" + tokens(),
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-signing-key-file=" + keys.signing(),
                "--service-account-key-file=" + keys.verification(),
                "--service-cluster-ip-range=10.96.0.0/16",
                "--endpoint-reconciler-type=none",
                "--allow-privileged=true",
                "--shutdown-delay-duration=0s",
                "--v=0");
    }

    List<String> controllerManager() {
        return List.of(
                path(ClusterTools.CONTROLLER_MANAGER),
                "--kubeconfig=" + ClusterUser.ADMIN.kubeconfig(),
                "--service-account-private-key-file="
                        + ServiceAccountKeys.in(directory).signing(),
                "--root-ca-file=" + ClusterUser.certificateAuthority(),
                "--leader-elect=false",
                "--secure-port=0",
                // The node stays Ready while kwok is killed for a while.
                "--node-monitor-grace-period=15m",
                QPS,
                BURST,
                "--v=0");
    }

    List<String> scheduler() {
        return List.of(
                path(ClusterTools.SCHEDULER),
                "--kubeconfig=" + ClusterUser.ADMIN.kubeconfig(),
                "--leader-elect=false",
                "--secure-port=0",
                QPS,
                BURST,
                "--v=0");
    }

    List<String> kwok(Path stages) {
        return List.of(
                path(ClusterTools.KWOK),
                "--kubeconfig=" + ClusterUser.ADMIN.kubeconfig(),
                "--manage-all-nodes=true",
                "--config=" + stages,
                "--node-ip=127.0.0.1",
                "--v=WARN");
    }

    private static String path(Tool tool) {
        return tool.get().toString();
    }

    private Path tokens() {
        try {
            return Files.writeString(
                    directory.resolve("tokens.csv"),
                    ClusterUser.ADMIN.token() + "," + ClusterUser.ADMIN.name() + ",admin,\"system:masters\"\n");
        } catch (IOException e) {
            throw new UncheckedIOException("could not write the API server's token file", e);
        }
    }
}
