package dev.millrace.testbed.cluster;

import dev.millrace.testbed.process.JvmState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Somebody whom the API server knows by a token. */
record Identity(String name, String token) {
    static final Identity ADMIN = new Identity("admin", "the-miller-owns-the-mill");

    static Path certificateAuthority() {
        return directory().resolve("certificates").resolve("apiserver.crt");
    }

    /** Whether the API server has written its certificate to the end: it writes the key after it. */
    static boolean certificateIsWhole() {
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
        return "Identity[" + name + "]";
    }
}
