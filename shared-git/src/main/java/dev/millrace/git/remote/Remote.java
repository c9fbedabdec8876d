package dev.millrace.git.remote;

import dev.millrace.events.value.RepositoryId;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * A repository on a Git host.
 *
 * @param url the address without user info; an SSH address keeps the user's name
 * @param authorities certificates in PEM, one of which must have issued the host's; empty for the machine's trusted ones
 */
public record Remote(RepositoryId id, URI url, Credentials credentials, Optional<String> authorities) {

    public Remote {
        if (url.getRawUserInfo() != null) {
            url = withoutSecret(url);
        }
    }

    public Remote(RepositoryId id, URI url, Credentials credentials) {
        this(id, url, credentials, Optional.empty());
    }

    /** A repository at a URL, with the id derived from it. */
    public static Remote of(URI url, Credentials credentials) {
        return new Remote(RepositoryId.parse(url.toString()), url, credentials);
    }

    private static URI withoutSecret(URI url) {
        try {
            String user = "ssh".equals(url.getScheme()) ? url.getUserInfo().replaceFirst(":.*", "") : null;
            return new URI(url.getScheme(), user, url.getHost(), url.getPort(), url.getPath(), url.getQuery(), null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not the URL of a repository: host " + url.getHost(), e);
        }
    }
}
