package dev.millrace.builder.status;

import static java.net.HttpURLConnection.HTTP_BAD_REQUEST;

import dev.millrace.git.host.HostApi;
import dev.millrace.git.host.HostKind;
import dev.millrace.git.host.HostPath;
import dev.millrace.git.host.HostResponse;
import dev.millrace.git.remote.Credentials;
import dev.millrace.http.BoundedHttpClient;
import dev.millrace.http.Limits;
import java.net.URI;
import java.time.Duration;

/** The host of one repository. */
public final class StatusHost {
    private static final String DOING = "setting a commit status";

    /** The limit of a status that a build waits for. */
    private static final BoundedHttpClient BRIEF =
            new BoundedHttpClient(new Limits(Duration.ofSeconds(2), Duration.ofSeconds(2)));

    private final HostKind kind;
    private final URI repository;
    private final HostApi calls;
    private final HostApi briefCalls;

    /**
     * Creates a client; it sends nothing yet.
     *
     * @param repository the clone URL, by HTTP or HTTPS
     * @param api the base URL of the host's API
     * @throws IllegalArgumentException if the URL is not a repository of such a host
     */
    public StatusHost(HostKind kind, URI repository, URI api, Credentials credentials) {
        if (!api.toString().matches("https?://[^/]+.*")) {
            throw new IllegalArgumentException("no address of the host's REST API; set api-url");
        }
        String name = HostPath.of(repository).toString();
        this.kind = kind;
        this.repository = repository;
        this.calls = new HostApi(api, name, credentials);
        this.briefCalls = new HostApi(api, name, credentials, BRIEF);
    }

    /**
     * Sets a status; setting it again changes nothing.
     *
     * @throws dev.millrace.git.host.HostUnavailable while the host is unavailable or limits the rate of requests
     */
    StatusOutcome set(CommitStatus status) {
        return set(status, calls);
    }

    /** As {@link #set}, within two seconds. */
    StatusOutcome setBriefly(CommitStatus status) {
        return set(status, briefCalls);
    }

    private StatusOutcome set(CommitStatus status, HostApi api) {
        StatusRequest request = StatusRequest.of(kind, repository, status);
        HostResponse response = api.send(DOING, "POST", request.path(), request.body());
        return response.isOk() || isThereAlready(response)
                ? new StatusOutcome.Accepted()
                : new StatusOutcome.Refused(response.doing() + ": " + response.reason());
    }

    /** GitLab refuses to set the state that a status has (docs.gitlab.com/api/commits: "Cannot transition status"). */
    private boolean isThereAlready(HostResponse response) {
        return kind == HostKind.GITLAB
                && response.status() == HTTP_BAD_REQUEST
                && response.reason().contains("Cannot transition status");
    }
}
