package dev.millrace.sync.source;

import dev.millrace.git.Credentials;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Credentials for Git from Secrets, named {@code <namespace>/<name>}: {@code username} and {@code password}, or {@code token}. */
public final class GitSecrets {
    private static final Duration KEPT = Duration.ofMinutes(1);

    private record Read(Credentials credentials, Instant at) {}

    private final KubernetesClient client;
    private final Clock clock;
    private final Map<String, Read> known = new ConcurrentHashMap<>();

    public GitSecrets(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /** The Secret is not there, can't be read, or holds no credentials. The message holds nothing of it. */
    public static final class Unusable extends RuntimeException {
        Unusable(String message) {
            super(message);
        }
    }

    /**
     * The credentials in the Secret, read again every minute.
     *
     * @param secret empty for none
     * @throws Unusable if there are none to be had
     */
    Credentials of(String secret) {
        if (secret.isEmpty()) {
            return new Credentials.None();
        }
        Read read = known.get(secret);
        if (read == null || read.at().plus(KEPT).isBefore(clock.instant())) {
            read = new Read(credentials(secret, read(secret)), clock.instant());
            known.put(secret, read);
        }
        return read.credentials();
    }

    /** They didn't work: they are read again when they are next needed. */
    void forget(String secret) {
        known.remove(secret);
    }

    private Map<String, String> read(String secret) {
        String namespace = secret.substring(0, secret.indexOf('/'));
        try {
            Secret found = client.secrets()
                    .inNamespace(namespace)
                    .withName(secret.substring(namespace.length() + 1))
                    .get();
            if (found == null) {
                throw new Unusable("there is no Secret " + secret + " (spec.source.secretRef)");
            }
            return found.getData() == null ? Map.of() : found.getData();
        } catch (KubernetesClientException e) {
            throw new Unusable("the Secret " + secret + " can't be read: HTTP status " + e.getCode());
        }
    }

    private static Credentials credentials(String secret, Map<String, String> data) {
        Optional<String> token = text(data, "token");
        if (token.isPresent()) {
            return new Credentials.Bearer(token.get());
        }
        Optional<String> user = text(data, "username");
        Optional<String> password = text(data, "password");
        if (user.isPresent() && password.isPresent()) {
            return new Credentials.Basic(user.get(), password.get());
        }
        throw new Unusable("the Secret " + secret + " has neither token nor username and password");
    }

    private static Optional<String> text(Map<String, String> data, String key) {
        return Optional.ofNullable(data.get(key))
                .map(value -> new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8).strip());
    }
}
