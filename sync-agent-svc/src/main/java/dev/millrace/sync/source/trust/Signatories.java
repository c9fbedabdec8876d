package dev.millrace.sync.source.trust;

import dev.millrace.git.verify.Signed;
import dev.millrace.git.verify.TrustedKeys;
import dev.millrace.git.verify.Verdict;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The keys in Secrets, read again every minute, and at once after something was not believed. */
public final class Signatories {
    private static final Duration KEPT = Duration.ofMinutes(1);

    /** @param believed what was found to be signed by them */
    private record Read(TrustedKeys keys, Set<Signed> believed, Instant at) {}

    private final KubernetesClient client;
    private final Clock clock;
    private final Map<String, Read> known = new ConcurrentHashMap<>();

    /** The Secret can't be read now; passes. */
    public static final class Unreadable extends UncheckedIOException {
        Unreadable(String message, Throwable cause) {
            super(message, new IOException(cause));
        }
    }

    public Signatories(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /**
     * Why it is not believed to be from somebody whose key is in the Secret; empty if it is. Goes on after "the commit".
     *
     * @param keys the Secret, {@code <namespace>/<name>}
     * @throws Unreadable if the API server can't be asked
     */
    public Optional<String> doubt(Signed signed, String keys) {
        try {
            Read read = keys(keys);
            if (read.believed().contains(signed)) {
                return Optional.empty();
            }
            return switch (read.keys().verify(signed)) {
                case Verdict.Good good -> {
                    read.believed().add(signed);
                    yield Optional.empty();
                }
                case Verdict.Bad(String reason) -> {
                    known.remove(keys);
                    yield Optional.of(reason);
                }
            };
        } catch (IllegalArgumentException e) {
            return Optional.of("can't be verified: " + e.getMessage());
        }
    }

    private Read keys(String secret) {
        Read read = known.get(secret);
        if (read == null || read.at().plus(KEPT).isBefore(clock.instant())) {
            read = new Read(read(secret), ConcurrentHashMap.newKeySet(), clock.instant());
            known.put(secret, read);
        }
        return read;
    }

    private TrustedKeys read(String secret) {
        int slash = secret.indexOf('/');
        try {
            Secret found = client.secrets()
                    .inNamespace(secret.substring(0, slash))
                    .withName(secret.substring(slash + 1))
                    .get();
            if (found == null) {
                throw new IllegalArgumentException("there is no such Secret");
            }
            Map<String, byte[]> files = new HashMap<>();
            Optional.ofNullable(found.getData())
                    .orElse(Map.of())
                    .forEach((name, content) ->
                            files.put(name, Base64.getDecoder().decode(content)));
            return TrustedKeys.of(files);
        } catch (KubernetesClientException e) {
            throw new Unreadable(
                    "the Secret " + secret + " (spec.source.verify.keys) can't be read: HTTP status " + e.getCode(), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the keys in the Secret " + secret + " (spec.source.verify.keys) can't be used: " + e.getMessage(),
                    e);
        }
    }
}
