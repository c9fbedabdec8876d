package dev.millrace.updater.review.host;

import dev.millrace.git.host.HostApi;
import dev.millrace.git.host.HostKind;
import dev.millrace.git.host.HostPath;
import dev.millrace.git.remote.Credentials;
import dev.millrace.updater.review.ReviewHost;
import java.net.URI;

/** Creates the clients for the requests of repositories. */
public final class RequestHosts {
    private RequestHosts() {}

    /**
     * The requests of a repository.
     *
     * @param repository its clone URL
     * @param api the base URL of the host's API
     * @throws IllegalArgumentException if the URL is not a repository of such a host
     */
    public static ReviewHost connect(HostKind kind, URI repository, URI api, Credentials credentials) {
        HostPath path = HostPath.of(repository);
        HostApi calls = new HostApi(api, path.toString(), credentials);
        return switch (kind) {
            case GITHUB -> new GitHub(calls, path);
            case GITLAB -> new GitLab(calls, path);
            case GITEA -> new Gitea(calls, path);
            case BITBUCKET_CLOUD -> new BitbucketCloud(calls, path);
            case BITBUCKET_SERVER -> new BitbucketServer(calls, path.withoutContext());
        };
    }
}
