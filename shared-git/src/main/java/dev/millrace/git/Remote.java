package dev.millrace.git;

import dev.millrace.events.value.RepositoryId;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * A repository on a git host.
 *
 * @param url where it is, without user info; of an SSH address the user's name stays
 * @param authorities certificates in PEM, of which one must stand for the host; empty for those that the machine believes
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

    /** A repository at a URL, named by it. */
    public static Remote of(URI url, Credentials credentials) {
        return new Remote(RepositoryId.parse(url.toString()), url, credentials);
    }

    boolean isSsh() {
        return "ssh".equals(url.getScheme());
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
