package dev.millrace.git.transport;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.eclipse.jgit.transport.SshSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;

/** SSH with one private key to known hosts, independent of the configuration of the machine's user. */
final class SshSessions implements AutoCloseable {
    /** A path that never exists: nothing is read from a home directory. */
    private static final File NO_HOME = new File("/nonexistent");

    private final KnownHosts hosts;
    private final SshdSessionFactory sessions;

    /**
     * @param privateKey a key without a passphrase, in the form of OpenSSH or PEM
     * @param knownHosts the hosts in the form of OpenSSH's {@code known_hosts} (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT)
     * @throws IllegalArgumentException if one of them is unusable; the message contains no part of them
     */
    SshSessions(String privateKey, String knownHosts) {
        List<KeyPair> keys = keys(privateKey);
        this.hosts = KnownHosts.parse(knownHosts);
        this.sessions = new SshdSessionFactoryBuilder()
                .setPreferredAuthentications("publickey")
                .setHomeDirectory(NO_HOME)
                .setSshDirectory(NO_HOME)
                .setConfigStoreFactory((home, config, user) -> null)
                .setConnectorFactory(null)
                .setDefaultKeysProvider(directory -> keys)
                .setServerKeyDatabase((home, directory) -> hosts)
                .build(null);
    }

    private static List<KeyPair> keys(String privateKey) {
        byte[] text = (privateKey.strip() + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            List<KeyPair> keys = new ArrayList<>();
            Iterable<KeyPair> found = SecurityUtils.loadKeyPairIdentities(
                    null, NamedResource.ofName("private key"), new ByteArrayInputStream(text), null);
            if (found != null) {
                found.forEach(keys::add);
            }
            if (!keys.isEmpty()) {
                return List.copyOf(keys);
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            // The original message may quote the key.
        }
        throw new IllegalArgumentException(
                "the private key is unusable: it must be Ed25519, ECDSA or RSA, in the form of OpenSSH or PEM, without a passphrase");
    }

    /** The factory for the next connection. */
    SshSessionFactory factory() {
        hosts.reset();
        return sessions;
    }

    /** The reason why the last host is not trusted; empty if it is. */
    Optional<String> hostKeyProblem() {
        return hosts.problem();
    }

    @Override
    public void close() {
        sessions.close();
    }
}
