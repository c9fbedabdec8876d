package dev.millrace.testbed.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files by which the API server sends its audit log; without them it keeps none. */
record AuditWebhook(Path policy, Path kubeconfig) {
    private static final String WRITES = """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            omitStages: [RequestReceived]
            rules:
              - {level: None, verbs: [get, list, watch]}
              - {level: Metadata}
            """;

    static AuditWebhook in(Path directory) {
        return new AuditWebhook(directory.resolve("audit-policy.yaml"), directory.resolve("audit-webhook.kubeconfig"));
    }

    /** Writes the files, for the next start of the API server. */
    void write(URI receiver, String token) {
        try {
            Files.writeString(policy, WRITES);
            Files.writeString(kubeconfig, """
                    apiVersion: v1
                    kind: Config
                    clusters: [{name: receiver, cluster: {server: "%s"}}]
                    users: [{name: api-server, user: {token: "%s"}}]
                    contexts: [{name: audit, context: {cluster: receiver, user: api-server}}]
                    current-context: audit
                    """.formatted(receiver, token));
        } catch (IOException e) {
            throw new UncheckedIOException("could not write the configuration of the audit log", e);
        }
    }

    List<String> options() {
        return Files.exists(kubeconfig)
                ? List.of(
                        "--audit-policy-file=" + policy,
                        "--audit-webhook-config-file=" + kubeconfig,
                        "--audit-webhook-batch-max-wait=1s",
                        "--audit-webhook-initial-backoff=1s")
                : List.of();
    }
}
