package dev.millrace.git.transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;

/** Hosts' public keys, in OpenSSH's form. A host that is not among them, or has another key, is not trusted. */
final class KnownHosts implements ServerKeyDatabase {
    private static final String REVOKED = "revoked";

    private record KnownKey(KnownHostEntry entry, PublicKey key) {
        boolean isRevoked() {
            return REVOKED.equals(entry.getMarker());
        }
    }

    private final List<KnownKey> keys;
    private volatile String problem = "";

    private KnownHosts(List<KnownKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /** @throws IllegalArgumentException if the text is not in that form, or names no host */
    static KnownHosts parse(String text) {
        List<KnownKey> keys = new ArrayList<>();
        try {
            for (KnownHostEntry entry : KnownHostEntry.readKnownHostEntries(
                    new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), true)) {
                if (entry.getMarker() == null || entry.getMarker().isEmpty() || REVOKED.equals(entry.getMarker())) {
                    key(entry).ifPresent(key -> keys.add(new KnownKey(entry, key)));
                }
            }
        } catch (IOException | RuntimeException e) {
            // The original message quotes the line, which may be a private key in the wrong place.
            throw new IllegalArgumentException(
                    "known_hosts is invalid; each line must have the form of ssh-keyscan: host, type of key, key");
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("known_hosts names no host with a supported key");
        }
        return new KnownHosts(keys);
    }

    /** Parses a key; empty if its type is not supported, as for one of a newer host. */
    private static Optional<PublicKey> key(KnownHostEntry entry) {
        try {
            return Optional.ofNullable(
                    entry.getKeyEntry().resolvePublicKey(null, null, PublicKeyEntryResolver.IGNORING));
        } catch (IOException | GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /** Clears the problem of an earlier connection. */
    void reset() {
        problem = "";
    }

    /** The reason why the last host is not trusted; empty if it is. */
    Optional<String> problem() {
        return Optional.of(problem).filter(text -> !text.isEmpty());
    }

    @Override
    public List<PublicKey> lookup(String address, InetSocketAddress remote, Configuration configuration) {
        return keysOf(address).stream()
                .filter(one -> !one.isRevoked())
                .map(KnownKey::key)
                .toList();
    }

    private List<KnownKey> keysOf(String address) {
        SshdSocketAddress host = SshdSocketAddress.toSshdSocketAddress(parseAddress(address));
        return keys.stream()
                .filter(one -> one.entry().isHostMatch(host.getHostName(), host.getPort()))
                .toList();
    }

    /** Parses {@code [host]:port}, {@code host:port} or {@code host}. */
    private static InetSocketAddress parseAddress(String address) {
        int colon = address.lastIndexOf(':');
        boolean port = (colon > 0 && address.indexOf(':') == colon) || address.contains("]:");
        String host = (port ? address.substring(0, colon) : address).replaceAll("^\\[|]$", "");
        return InetSocketAddress.createUnresolved(host, port ? Integer.parseInt(address.substring(colon + 1)) : 22);
    }

    @Override
    public boolean accept(
            String address,
            InetSocketAddress remote,
            PublicKey key,
            Configuration configuration,
            CredentialsProvider provider) {
        List<KnownKey> ofHost = keysOf(address);
        boolean revoked = ofHost.stream().anyMatch(one -> one.isRevoked() && KeyUtils.compareKeys(one.key(), key));
        boolean known = ofHost.stream().anyMatch(one -> !one.isRevoked() && KeyUtils.compareKeys(one.key(), key));
        problem = known && !revoked
                ? ""
                : address + " presents the key " + KeyUtils.getKeyType(key) + " " + KeyUtils.getFingerPrint(key)
                        + (revoked
                                ? ", which known_hosts revokes"
                                : ofHost.isEmpty()
                                        ? ", and known_hosts does not name the host"
                                        : ", and known_hosts has another key for it")
                        + "; if the key is the host's, add it to known_hosts";
        return problem.isEmpty();
    }
}
