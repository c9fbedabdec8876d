package dev.millrace.git;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;

/** Connections to the remote, with its credentials sent at once rather than after a refusal. */
final class Wire {
    /** Seconds that the host may be silent. */
    private static final int TIMEOUT = 30;

    /** What is done over a connection. */
    interface Talk<T> {
        T over(Transport transport) throws IOException;
    }

    private final Repository repository;
    private final Remote remote;

    Wire(Repository repository, Remote remote) {
        this.repository = repository;
        this.remote = remote;
    }

    /**
     * Talks to the remote.
     *
     * @param what what is being done, for the message if it fails
     */
    <T> T talk(String what, Talk<T> talk) {
        try (Transport transport =
                Transport.open(repository, new URIish(remote.url().toString()))) {
            transport.setTimeout(TIMEOUT);
            authorization().ifPresent(value -> authorize(transport, value));
            return talk.over(transport);
        } catch (URISyntaxException | NotSupportedException e) {
            throw new IllegalStateException("no way to talk to a repository at " + remote.url(), e);
        } catch (TransportException e) {
            throw new GitUnavailable(what + " of " + remote.id() + ": " + explained(e), e);
        } catch (IOException e) {
            throw new GitUnavailable(what + " of " + remote.id() + ": " + e.getMessage(), e);
        }
    }

    private static void authorize(Transport transport, String value) {
        if (transport instanceof TransportHttp http) {
            http.setAdditionalHeaders(Map.of("Authorization", value));
        }
    }

    private Optional<String> authorization() {
        return switch (remote.credentials()) {
            case Credentials.None none -> Optional.empty();
            case Credentials.Basic basic ->
                Optional.of("Basic "
                        + Base64.getEncoder()
                                .encodeToString(
                                        (basic.user() + ":" + basic.secret()).getBytes(StandardCharsets.UTF_8)));
            case Credentials.Bearer bearer -> Optional.of("Bearer " + bearer.token());
        };
    }

    private static String explained(TransportException e) {
        String message = String.valueOf(e.getMessage());
        boolean refused = message.contains("not authorized")
                || message.contains("not permitted")
                || message.contains("Authentication is required");
        return refused ? "the host refuses the credentials; check user, password or token" : message;
    }
}
