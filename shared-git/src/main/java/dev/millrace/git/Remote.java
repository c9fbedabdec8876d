package dev.millrace.git;

import dev.millrace.events.value.RepositoryId;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * A repository on a git host.
 *
 * @param url where it is, without user info
 */
public record Remote(RepositoryId id, URI url, Credentials credentials) {

    public Remote {
        if (url.getRawUserInfo() != null) {
            url = withoutUserInfo(url);
        }
    }

    /** A repository at a URL, named by it. */
    public static Remote of(URI url, Credentials credentials) {
        return new Remote(RepositoryId.parse(url.toString()), url, credentials);
    }

    private static URI withoutUserInfo(URI url) {
        try {
            return new URI(url.getScheme(), null, url.getHost(), url.getPort(), url.getPath(), url.getQuery(), null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not the URL of a repository: host " + url.getHost(), e);
        }
    }
}
