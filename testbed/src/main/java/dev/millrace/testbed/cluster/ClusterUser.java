package dev.millrace.testbed.cluster;

import dev.millrace.testbed.process.JvmState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** A user that authenticates to the API server with a token. */
record ClusterUser(String name, String token) {
    static final ClusterUser ADMIN = new ClusterUser("admin", "the-miller-owns-the-mill");

    static Path certificateAuthority() {
        return directory().resolve("certificates").resolve("apiserver.crt");
    }

    /** Returns true once the API server has written its certificate completely; it writes the key afterwards. */
    static boolean isCertificateComplete() {
        return Files.exists(certificateAuthority())
                && Files.exists(certificateAuthority().resolveSibling("apiserver.key"));
    }

    static Path directory() {
        return JvmState.directory("cluster");
    }

    Path kubeconfig() {
        return directory().resolve(name + ".kubeconfig");
    }

    Path writeKubeconfig(URI server, String namespace) {
        String kubeconfig = """
                apiVersion: v1
                kind: Config
                clusters:
                  - name: testbed
                    cluster: {server: "%s", certificate-authority: "%s"}
                users:
                  - name: "%s"
                    user: {token: "%s"}
                contexts:
                  - name: testbed
                    context: {cluster: testbed, user: "%s", namespace: "%s"}
                current-context: testbed
                """.formatted(server, certificateAuthority(), name, token, name, namespace);
        try {
            return Files.writeString(kubeconfig(), kubeconfig);
        } catch (IOException e) {
            throw new UncheckedIOException("could not write the kubeconfig of " + name, e);
        }
    }

    @Override
    public String toString() {
        return "ClusterUser[" + name + "]";
    }
}
