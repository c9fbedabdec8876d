package dev.millrace.sync.source.trust;

import dev.millrace.git.verify.SignedObject;
import dev.millrace.git.verify.TrustedKeys;
import dev.millrace.git.verify.Verdict;
import dev.millrace.sync.named.ReferenceContent;
import dev.millrace.sync.named.SecretReading;
import dev.millrace.sync.named.WatchedSecrets;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The keys in Secrets, named {@code <namespace>/<name>}. Each Secret is watched for as long as a source names it. */
public final class Signatories implements AutoCloseable {

    /**
     * Keys as they were read.
     *
     * @param entries the Secret's entries that they were read from
     * @param believed what was found to be signed with them
     */
    private record Read(Map<String, String> entries, TrustedKeys keys, Set<SignedObject> believed) {}

    private static final int MAX_BELIEVED = 1000;

    private final WatchedSecrets secrets;
    private final Map<SecretReading, Read> known = new ConcurrentHashMap<>();

    /** The Secret can't be read at the moment; temporary. */
    public static final class Unreadable extends RuntimeException {
        Unreadable(String secret, String why) {
            super("the Secret " + secret + " (spec.source.verify.keys) can't be read: " + why);
        }
    }

    public Signatories(KubernetesClient client) {
        this.secrets = new WatchedSecrets(client);
    }

    /** @param action is called with each Secret whose content has changed */
    public void whenChanged(Consumer<String> action) {
        secrets.whenChanged(action);
    }

    /** Stops watching all Secrets but these, which sources still name. */
    public void keepOnly(Set<SecretReading> named) {
        known.keySet().retainAll(named);
        secrets.keepOnly(named);
    }

    /**
     * Returns why no key in the Secret covers it; empty if one does. The text continues after "the commit".
     *
     * @param keys the Secret
     * @throws Unreadable if it can't be read
     */
    public Optional<String> doubt(SignedObject signed, SecretReading keys) {
        try {
            Read read = read(keys);
            if (read.believed().contains(signed)) {
                return Optional.empty();
            }
            return switch (read.keys().verify(signed)) {
                case Verdict.Good good -> {
                    if (read.believed().size() >= MAX_BELIEVED) {
                        read.believed().clear();
                    }
                    read.believed().add(signed);
                    yield Optional.empty();
                }
                case Verdict.Bad(String reason) -> Optional.of(reason);
            };
        } catch (IllegalArgumentException e) {
            return Optional.of("can't be verified: the keys in the Secret " + keys.secret()
                    + " (spec.source.verify.keys) can't be used: " + e.getMessage());
        }
    }

    private Read read(SecretReading secret) {
        Map<String, String> entries = entries(secret);
        Read read = known.get(secret);
        if (read == null || !read.entries().equals(entries)) {
            Map<String, byte[]> files = new HashMap<>();
            entries.forEach((name, content) -> files.put(name, content.getBytes(StandardCharsets.UTF_8)));
            read = new Read(entries, TrustedKeys.of(files), ConcurrentHashMap.newKeySet());
            known.put(secret, read);
        }
        return read;
    }

    private Map<String, String> entries(SecretReading reading) {
        String secret = reading.secret();
        try {
            return switch (secrets.read(reading)) {
                case ReferenceContent.Found(Map<String, String> entries) -> entries;
                case ReferenceContent.Missing missing -> throw new IllegalArgumentException("there is no such Secret");
                case ReferenceContent.Refused(String why) -> throw new Unreadable(secret, why);
            };
        } catch (UncheckedIOException e) {
            throw new Unreadable(secret, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        secrets.close();
    }
}
