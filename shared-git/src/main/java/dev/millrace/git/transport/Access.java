package dev.millrace.git.transport;

import dev.millrace.git.remote.Credentials;
import dev.millrace.git.remote.Remote;
import dev.millrace.http.address.AddressPolicy;
import dev.millrace.http.address.Connections;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/** Authenticates a connection with the remote's credentials, and limits the trusted authorities to those of the remote. */
final class Access implements AutoCloseable {
    private final Remote remote;
    private @Nullable SshSessions sessions;
    private @Nullable PrivateAuthorities authorities;

    Access(Remote remote) {
        this.remote = remote;
    }

    /** The host, the credentials or the authorities of the remote can't be used, whatever the host answers. The message contains no part of a secret. */
    static final class Denied extends IOException {
        Denied(String message) {
            super(message);
        }
    }

    /** @throws Denied if the rules of the process allow no connection to the host */
    static void checkHost(URIish address) throws Denied {
        if (address.getHost() != null) {
            int port = address.getPort() > 0 ? address.getPort() : defaultPort(String.valueOf(address.getScheme()));
            Optional<String> refusal = Connections.refusal(address.getHost(), port);
            if (refusal.isPresent()) {
                throw new Denied(refusal.get());
            }
        }
    }

    private static int defaultPort(String scheme) {
        return switch (scheme) {
            case "https" -> 443;
            case "http" -> 80;
            default -> 22;
        };
    }

    /** @throws Denied if the remote has invalid credentials, none for this kind of address, or may not send them there */
    synchronized void open(Transport transport) throws Denied {
        try {
            switch (transport) {
                case TransportHttp http -> open(http);
                case SshTransport ssh -> ssh.setSshSessionFactory(sessions().factory());
                default -> {}
            }
        } catch (IllegalArgumentException e) {
            throw new Denied(String.valueOf(e.getMessage()));
        }
    }

    private void open(TransportHttp http) {
        Optional<String> authorization = authorization();
        if (authorization.isPresent() && !Connections.policy().isProtected(remote.url())) {
            throw new IllegalArgumentException(AddressPolicy.NOT_SENT);
        }
        authorization.ifPresent(value -> http.setAdditionalHeaders(Map.of("Authorization", value)));
        if (remote.authorities().isPresent()) {
            if (authorities == null) {
                authorities = PrivateAuthorities.of(remote.authorities().get());
            }
            http.setHttpConnectionFactory(authorities);
        }
    }

    private SshSessions sessions() {
        if (sessions == null) {
            if (!(remote.credentials() instanceof Credentials.Ssh(String privateKey, String knownHosts))) {
                throw new IllegalArgumentException("an SSH address needs a private key and known hosts");
            }
            sessions = new SshSessions(privateKey, knownHosts);
        }
        return sessions;
    }

    private Optional<String> authorization() {
        return switch (remote.credentials()) {
            case Credentials.None() -> Optional.empty();
            case Credentials.Basic(String user, String secret) -> {
                byte[] pair = (user + ":" + secret).getBytes(StandardCharsets.UTF_8);
                yield Optional.of("Basic " + Base64.getEncoder().encodeToString(pair));
            }
            case Credentials.Bearer(String token) -> Optional.of("Bearer " + printable(token));
            case Credentials.Ssh ssh -> Optional.empty();
        };
    }

    /** Returns a text that fits into a header. The HTTP client would quote a text that it rejects. */
    private static String printable(String token) {
        if (token.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new IllegalArgumentException(
                    "the token contains a line break or another invalid character; set it again");
        }
        return token;
    }

    /** Returns a text of the host with the remote's secret masked: a host may repeat what it was sent. */
    String masked(String text) {
        return remote.credentials().masked(text);
    }

    /** The reason why the last SSH host is not trusted; empty if it is. */
    synchronized Optional<String> hostKeyProblem() {
        return sessions == null ? Optional.empty() : sessions.hostKeyProblem();
    }

    @Override
    public synchronized void close() {
        if (sessions != null) {
            sessions.close();
        }
    }
}
