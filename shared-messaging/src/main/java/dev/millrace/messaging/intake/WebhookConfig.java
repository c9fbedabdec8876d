package dev.millrace.messaging.intake;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The configuration of a service's push webhooks. */
public interface WebhookConfig {

    /** Secrets with which deliveries may be signed, separated by commas, or one per index ({@code secrets[0]}). */
    Optional<List<String>> secrets();

    /** Secrets by any name, each as it is, commas included. */
    Map<String, String> namedSecrets();

    /** The maximum size of a body in megabytes. */
    @WithDefault("25")
    int bodyMegabytes();

    /** The maximum size of all bodies that are handled at once, in megabytes. */
    @WithDefault("64")
    int bodiesMegabytes();

    /** The time limit for the arrival of a body. */
    @WithDefault("PT20S")
    Duration bodyTimeout();

    /** The requests per second from one address. */
    @WithDefault("300")
    int addressRate();

    /** The deliveries per second for one repository. */
    @WithDefault("300")
    int repositoryRate();

    /** The rejected requests per minute from an address that has not been verified within the last hour. */
    @WithDefault("60")
    int rejectedRate();

    /**
     * All secrets.
     *
     * @throws IllegalArgumentException if one is empty
     */
    static List<String> allSecrets(WebhookConfig config) {
        List<String> all = new ArrayList<>(config.secrets().orElse(List.of()));
        all.addAll(config.namedSecrets().values());
        if (all.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("a secret is empty; set it or remove it");
        }
        return all;
    }
}
