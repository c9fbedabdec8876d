package dev.millrace.sync.source;

import dev.millrace.git.remote.Credentials;
import dev.millrace.sync.named.ReferenceContent;
import dev.millrace.sync.named.SecretReading;
import dev.millrace.sync.named.WatchedSecrets;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Credentials for Git hosts, from Secrets named {@code <namespace>/<name>}. For HTTP {@code username} and {@code password}, or {@code token}, and
 * {@code ca.crt} for a host with a private authority; for SSH {@code ssh-privatekey} and {@code known_hosts}. Flux' keys {@code bearerToken}
 * and {@code identity} are accepted too. Each Secret is watched for as long as a source names it.
 */
public final class GitSecrets implements AutoCloseable {
    private final WatchedSecrets secrets;

    public GitSecrets(KubernetesClient client) {
        this.secrets = new WatchedSecrets(client);
    }

    /** The Secret is missing, can't be read, or lacks a required entry. The message holds none of its values. */
    public static final class Unusable extends RuntimeException {
        Unusable(String message) {
            super(message);
        }
    }

    /** The Secret can't be read at the moment. */
    static final class Unread extends RuntimeException {
        Unread(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * The content of a Secret.
     *
     * @param authorities certificates in PEM; empty for those that the machine trusts
     */
    record Held(Credentials credentials, Optional<String> authorities) {
        static final Held NOTHING = new Held(new Credentials.None(), Optional.empty());
    }

    /** @param action is called with each Secret whose content has changed */
    void whenChanged(Consumer<String> action) {
        secrets.whenChanged(action);
    }

    /**
     * Returns the current content of the Secret that the source names.
     *
     * @throws Unusable if it holds no usable credentials
     */
    Held of(Source source) {
        boolean ssh = "ssh".equals(source.url().getScheme());
        Optional<SecretReading> reading = source.credentialsReading();
        if (reading.isEmpty()) {
            if (ssh) {
                throw new Unusable(
                        "an SSH address needs spec.source.secretRef: a Secret with ssh-privatekey and known_hosts");
            }
            return Held.NOTHING;
        }
        String secret = source.credentials();
        Map<String, String> entries = entries(reading.get());
        return ssh ? ssh(secret, entries) : http(secret, entries);
    }

    private Map<String, String> entries(SecretReading reading) {
        String secret = reading.secret();
        try {
            return switch (secrets.read(reading)) {
                case ReferenceContent.Found(Map<String, String> entries) -> entries;
                case ReferenceContent.Missing missing ->
                    throw new Unusable("there is no Secret " + secret + " (spec.source.secretRef)");
                case ReferenceContent.Refused(String why) ->
                    throw new Unusable("the Secret " + secret + " (spec.source.secretRef) can't be read: " + why);
            };
        } catch (UncheckedIOException e) {
            throw new Unread("the Secret " + secret + " (spec.source.secretRef) can't be read: " + e.getMessage(), e);
        }
    }

    /** Stops watching all Secrets but these, which sources still name. */
    void keepOnly(Set<SecretReading> named) {
        secrets.keepOnly(named);
    }

    /** Returns the credentials in a Secret for HTTP. */
    static Held http(String secret, Map<String, String> entries) {
        Optional<String> authorities = text(entries, "ca.crt");
        Optional<String> token = text(entries, "token", "bearerToken");
        if (token.isPresent()) {
            return new Held(new Credentials.Bearer(token.get()), authorities);
        }
        Credentials account = Credentials.of(text(entries, "username"), text(entries, "password"));
        if (account instanceof Credentials.None && authorities.isEmpty()) {
            throw new Unusable("the Secret " + secret + " has neither token nor username and password");
        }
        return new Held(account, authorities);
    }

    /** Returns the credentials in a Secret for SSH. */
    static Held ssh(String secret, Map<String, String> entries) {
        Optional<String> key = text(entries, "ssh-privatekey", "identity");
        Optional<String> hosts = text(entries, "known_hosts");
        if (key.isEmpty() || hosts.isEmpty()) {
            throw new Unusable("the Secret " + secret + " has no " + (key.isEmpty() ? "ssh-privatekey" : "known_hosts")
                    + "; an SSH address needs both");
        }
        return new Held(new Credentials.Ssh(key.get(), hosts.get()), Optional.empty());
    }

    private static Optional<String> text(Map<String, String> entries, String... keys) {
        return Stream.of(keys)
                .flatMap(key -> Optional.ofNullable(entries.get(key)).stream())
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    @Override
    public void close() {
        secrets.close();
    }
}
