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
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** GitLab's merge requests, REST version 4 (docs.gitlab.com/api/merge_requests). */
final class GitLab implements ReviewHost {
    private static final Set<String> FAILED = Set.of("failed", "canceled");

    private final HostApi api;
    private final String root;

    GitLab(HostApi api, HostPath path) {
        this.api = api;
        this.root = "/projects/" + encoded(path.toString()) + "/merge_requests";
    }

    @Override
    public List<ReviewRequest> open(GitRef base) {
        return own(api.list(
                "listing merge requests",
                root + "?state=opened&per_page=100&target_branch=" + encoded(base.shortName())));
    }

    @Override
    public Optional<ReviewRequest> newest(GitRef head, GitRef base) {
        return own(api.get(
                                "finding a merge request",
                                root + "?state=all&order_by=created_at&sort=desc&per_page=20&source_branch="
                                        + encoded(head.shortName()) + "&target_branch=" + encoded(base.shortName()))
                        .orRefused())
                .stream()
                .findFirst();
    }

    @Override
    public ReviewRequest read(long number) {
        return request(merge(number));
    }

    private JsonNode merge(long number) {
        return api.get("reading a merge request", root + "/" + number).orRefused();
    }

    @Override
    public ReviewRequest open(Proposal proposal) {
        return request(api.send(
                        "opening a merge request",
                        "POST",
                        root,
                        Map.of(
                                "title", proposal.title(),
                                "description", proposal.text(),
                                "source_branch", proposal.head().shortName(),
                                "target_branch", proposal.base().shortName(),
                                "labels", String.join(",", proposal.labels())))
                .orRefused());
    }

    @Override
    public ReviewRequest change(long number, String title, String text, List<String> labels) {
        return request(put(
                "changing a merge request",
                number,
                Map.of("title", title, "description", text, "add_labels", String.join(",", labels))));
    }

    @Override
    public void close(long number) {
        if (read(number).isOpen()) {
            put("closing a merge request", number, Map.of("state_event", "close"));
        }
    }

    private JsonNode put(String what, long number, Map<String, String> change) {
        return api.send(what, "PUT", root + "/" + number, change).orRefused();
    }

    @Override
    public MergeResult merge(long number, CommitId head) {
        JsonNode current = merge(number);
        if (FAILED.contains(current.path("head_pipeline").path("status").asText())) {
            // Older versions merge at once if the pipeline that they should wait for has failed already.
            return new MergeResult.Deferred("the pipeline has failed");
        }
        HostResponse response = accept(number, head, true);
        if (response.status() == 405 && current.path("head_pipeline").path("id").isMissingNode()) {
            // There is no pipeline to wait for.
            response = accept(number, head, false);
        }
        return switch (response.status()) {
            // Checks or approvals are missing, the head has moved, or there is a conflict.
            case 405, 406, 409, 422 -> new MergeResult.Deferred(response.reason());
            default ->
                request(response.orRefused()).state() instanceof State.Merged merged
                        ? new MergeResult.Merged(merged.commit())
                        : new MergeResult.Scheduled();
        };
    }

    private HostResponse accept(long number, CommitId head, boolean later) {
        return api.send(
                "merging a merge request",
                "PUT",
                root + "/" + number + "/merge",
                later
                        ? Map.of("sha", head.value(), "auto_merge", true, "merge_when_pipeline_succeeds", true)
                        : Map.of("sha", head.value()));
    }

    private static List<ReviewRequest> own(Iterable<JsonNode> requests) {
        return JsonFields.stream(requests)
                .filter(one -> one.path("source_project_id").asLong(-1)
                        == one.path("target_project_id").asLong(-2))
                .map(GitLab::request)
                .toList();
    }

    private static ReviewRequest request(JsonNode one) {
        return new ReviewRequest(
                one.path("iid").asLong(),
                JsonFields.page(one.path("web_url")),
                JsonFields.branch(one.path("source_branch")),
                JsonFields.branch(one.path("target_branch")),
                one.path("title").asText(),
                JsonFields.text(one.path("description")).orElse(""),
                JsonFields.stream(one.path("labels")).map(JsonNode::asText).toList(),
                state(one));
    }

    private static State state(JsonNode one) {
        return switch (one.path("state").asText()) {
            case "merged" ->
                new State.Merged(
                        JsonFields.text(one.path("merge_user").path("username"))
                                .or(() -> JsonFields.text(one.path("merged_by").path("username"))),
                        JsonFields.commit(one.path("merge_commit_sha"))
                                .or(() -> JsonFields.commit(one.path("squash_commit_sha"))));
            case "closed" -> new State.Closed();
            default -> new State.Open();
        };
    }
}
