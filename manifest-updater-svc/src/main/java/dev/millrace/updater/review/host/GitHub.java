package dev.millrace.updater.review.host;

import static dev.millrace.git.host.HostPath.encoded;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.git.host.HostApi;
import dev.millrace.git.host.HostPath;
import dev.millrace.git.host.HostResponse;
import dev.millrace.updater.review.MergeResult;
import dev.millrace.updater.review.Proposal;
import dev.millrace.updater.review.ReviewHost;
import dev.millrace.updater.review.ReviewRequest;
import dev.millrace.updater.review.ReviewRequest.State;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * GitHub's pull requests, REST version 2022-11-28 (docs.github.com/rest/pulls/pulls, …/rest/issues/labels), and GraphQL where REST has no
 * equivalent (docs.github.com/graphql/reference/mutations#enablepullrequestautomerge).
 */
final class GitHub implements ReviewHost {
    private static final String AUTO_MERGE = """
            mutation($request: ID!, $head: GitObjectID!, $method: PullRequestMergeMethod!) {
              enablePullRequestAutoMerge(input: {pullRequestId: $request, expectedHeadOid: $head, mergeMethod: $method}) {
                pullRequest { number }
              }
            }""";

    private final HostApi api;
    private final HostPath path;
    private final String root;

    GitHub(HostApi api, HostPath path) {
        this.api = api;
        this.path = path;
        this.root = "/repos/" + path.segments();
    }

    @Override
    public List<ReviewRequest> open(GitRef base) {
        return own(api.list(
                "listing pull requests", root + "/pulls?state=open&per_page=100&base=" + encoded(base.shortName())));
    }

    @Override
    public Optional<ReviewRequest> newest(GitRef head, GitRef base) {
        String from = encoded(path.owner() + ":" + head.shortName());
        return own(api.get(
                                "finding a pull request",
                                root + "/pulls?state=all&sort=created&direction=desc&per_page=20&head=" + from
                                        + "&base=" + encoded(base.shortName()))
                        .orRefused())
                .stream()
                .findFirst();
    }

    @Override
    public ReviewRequest read(long number) {
        return request(pull(number));
    }

    private JsonNode pull(long number) {
        return api.get("reading a pull request", root + "/pulls/" + number).orRefused();
    }

    @Override
    public ReviewRequest open(Proposal proposal) {
        JsonNode opened = api.send(
                        "opening a pull request",
                        "POST",
                        root + "/pulls",
                        Map.of(
                                "title", proposal.title(),
                                "body", proposal.text(),
                                "head", proposal.head().shortName(),
                                "base", proposal.base().shortName()))
                .orRefused();
        return labelled(request(opened), proposal.labels());
    }

    @Override
    public ReviewRequest change(long number, String title, String text, List<String> labels) {
        JsonNode changed = api.send(
                        "changing a pull request",
                        "PATCH",
                        root + "/pulls/" + number,
                        Map.of("title", title, "body", text))
                .orRefused();
        return labelled(request(changed), labels);
    }

    /** Adds labels; GitHub creates those that the repository lacks. */
    private ReviewRequest labelled(ReviewRequest request, List<String> labels) {
        if (request.labels().containsAll(labels)) {
            return request;
        }
        JsonNode all = api.send(
                        "labelling a pull request",
                        "POST",
                        root + "/issues/" + request.number() + "/labels",
                        Map.of("labels", labels))
                .orRefused();
        return request.withLabels(JsonFields.names(all));
    }

    @Override
    public void close(long number) {
        api.send("closing a pull request", "PATCH", root + "/pulls/" + number, Map.of("state", "closed"))
                .orRefused();
    }

    @Override
    public MergeResult merge(long number, CommitId head) {
        String method = method();
        HostResponse response = api.send(
                "merging a pull request",
                "PUT",
                root + "/pulls/" + number + "/merge",
                Map.of("sha", head.value(), "merge_method", method));
        return switch (response.status()) {
            // Checks or reviews are missing.
            case 405 -> mergeLater(number, head, method, response);
            // The head moved, or there is a conflict.
            case 409, 422 -> new MergeResult.Deferred(response.reason());
            default ->
                new MergeResult.Merged(JsonFields.commit(response.orRefused().path("sha")));
        };
    }

    private MergeResult mergeLater(long number, CommitId head, String method, HostResponse notNow) {
        JsonNode pull = pull(number);
        if (!pull.path("auto_merge").isMissingNode() && !pull.path("auto_merge").isNull()) {
            return new MergeResult.Scheduled();
        }
        HostResponse response = api.sendBeside(
                "enabling auto-merge of a pull request",
                "/graphql",
                Map.of(
                        "query",
                        AUTO_MERGE,
                        "variables",
                        Map.of(
                                "request", pull.path("node_id").asText(),
                                "head", head.value(),
                                "method", method.toUpperCase(Locale.ROOT))));
        // GraphQL reports errors with status 200.
        return response.isOk() && response.body().path("errors").isEmpty()
                ? new MergeResult.Scheduled()
                : new MergeResult.Deferred(notNow.reason());
    }

    /** A merge method that the repository allows. Merging and rebasing keep our trailers; squashing may not. */
    private String method() {
        JsonNode repository = api.get("reading the repository", root).orRefused();
        return List.of("merge", "rebase", "squash").stream()
                .filter(method -> repository
                        .path(method.equals("merge") ? "allow_merge_commit" : "allow_" + method + "_merge")
                        .asBoolean(true))
                .findFirst()
                .orElse("merge");
    }

    private List<ReviewRequest> own(Iterable<JsonNode> pulls) {
        return JsonFields.stream(pulls)
                .filter(pull -> pull.path("head")
                        .path("repo")
                        .path("full_name")
                        .asText()
                        .equalsIgnoreCase(path.toString()))
                .map(GitHub::request)
                .toList();
    }

    private static ReviewRequest request(JsonNode pull) {
        return new ReviewRequest(
                pull.path("number").asLong(),
                JsonFields.page(pull.path("html_url")),
                JsonFields.branch(pull.path("head").path("ref")),
                JsonFields.branch(pull.path("base").path("ref")),
                pull.path("title").asText(),
                JsonFields.text(pull.path("body")).orElse(""),
                JsonFields.names(pull.path("labels")),
                state(pull));
    }

    private static State state(JsonNode pull) {
        if (pull.path("state").asText().equals("open")) {
            return new State.Open();
        }
        return JsonFields.text(pull.path("merged_at")).isPresent()
                ? new State.Merged(
                        JsonFields.text(pull.path("merged_by").path("login")),
                        JsonFields.commit(pull.path("merge_commit_sha")))
                : new State.Closed();
    }
}
