package dev.millrace.builder.status;

import static dev.millrace.git.host.HostPath.encoded;

import dev.millrace.git.host.HostKind;
import dev.millrace.git.host.HostPath;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

/**
 * The request that sets a status, as a POST.
 *
 * @param path the path below the base URL of the host's API
 * @param body the fields of the JSON object
 */
record StatusRequest(String path, Map<String, String> body) {

    StatusRequest {
        body = Map.copyOf(body);
    }

    /**
     * Returns the request for a host.
     *
     * @param repository the clone URL
     */
    static StatusRequest of(HostKind kind, URI repository, CommitStatus status) {
        HostPath path = HostPath.of(repository);
        return switch (kind) {
            // docs.github.com/rest/commits/statuses, docs.gitea.com/api (repoCreateStatus)
            case GITHUB, GITEA ->
                new StatusRequest("/repos/" + path.segments() + "/statuses/" + status.commit(), plain(status));
            case GITLAB ->
                new StatusRequest(
                        "/projects/" + encoded(path.toString()) + "/statuses/" + status.commit(), gitLab(status));
            // developer.atlassian.com/cloud/bitbucket/rest/api-group-commit-statuses
            case BITBUCKET_CLOUD ->
                new StatusRequest(
                        "/repositories/" + path.segments() + "/commit/" + status.commit() + "/statuses/build",
                        bitbucket(status, page(repository, "/" + path + "/commits/" + status.commit())));
            case BITBUCKET_SERVER -> bitbucketServer(repository, path, status);
        };
    }

    /**
     * The fields that all hosts have, each with its own words.
     *
     * @param context the name of the field for the context
     */
    private static Map<String, String> body(
            CommitStatus status, String context, String pending, String success, String failure) {
        Map<String, String> body = new TreeMap<>();
        body.put(
                "state",
                switch (status.state()) {
                    case PENDING -> pending;
                    case SUCCESS -> success;
                    case FAILURE -> failure;
                });
        body.put(context, status.context());
        body.put("description", status.text());
        return body;
    }

    private static Map<String, String> plain(CommitStatus status) {
        Map<String, String> body = body(status, "context", "pending", "success", "failure");
        status.target().ifPresent(target -> body.put("target_url", target.toString()));
        return body;
    }

    /** As docs.gitlab.com/api/commits describes; a commit that is on no branch needs its ref. */
    private static Map<String, String> gitLab(CommitStatus status) {
        Map<String, String> body = body(status, "name", "pending", "success", "failed");
        if (status.ref().isBranch() || status.ref().isTag()) {
            body.put("ref", status.ref().shortName());
        }
        status.target().ifPresent(target -> body.put("target_url", target.toString()));
        return body;
    }

    /** As developer.atlassian.com/server/bitbucket/rest describes, since Data Center 7.4. */
    private static StatusRequest bitbucketServer(URI repository, HostPath path, CommitStatus status) {
        HostPath own = path.withoutContext();
        String root = "/projects/" + encoded(own.owner()) + "/repos/" + encoded(own.name()) + "/commits/";
        String context = repository.getPath().replaceFirst("/scm/.*", "");
        Map<String, String> body = bitbucket(status, page(repository, context + root + status.commit()));
        if (status.ref().isBranch() || status.ref().isTag()) {
            body.put("ref", status.ref().value());
        }
        return new StatusRequest(root + status.commit() + "/builds", body);
    }

    /** Both require an address; without one, it is the page of the commit. */
    private static Map<String, String> bitbucket(CommitStatus status, String commitPage) {
        Map<String, String> body = body(status, "name", "INPROGRESS", "SUCCESSFUL", "FAILED");
        body.put("key", StatusContext.key(status.context()));
        body.put("url", status.target().map(URI::toString).orElse(commitPage));
        return body;
    }

    private static String page(URI repository, String path) {
        String port = repository.getPort() < 0 ? "" : ":" + repository.getPort();
        return repository.getScheme() + "://" + repository.getHost() + port + path;
    }
}
