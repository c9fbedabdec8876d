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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Gitea's and Forgejo's pull requests, REST version 1 (docs.gitea.com/api/1.26, codeberg.org/api/swagger). */
final class Gitea implements ReviewHost {
    private static final String NEW_LABEL = "#1d76db";

    /** Gitea's answer for some tenths of a second after each push, while it checks for conflicts. */
    private static final String CONFLICT_CHECK_RUNNING = "Please try again later";

    private static final int CONFLICT_CHECK_TRIES = 20;
    private static final long CONFLICT_CHECK_PAUSE_NANOS =
            Duration.ofMillis(250).toNanos();

    private final HostApi api;
    private final HostPath path;
    private final String root;

    Gitea(HostApi api, HostPath path) {
        this.api = api;
        this.path = path;
        this.root = "/repos/" + path.segments();
    }

    @Override
    public List<ReviewRequest> open(GitRef base) {
        return own(api.list(
                        "listing pull requests",
                        root + "/pulls?state=open&limit=50&base_branch=" + encoded(base.shortName())))
                .filter(one -> one.base().equals(base))
                .toList();
    }

    /** The API has no filter by head, so the latest requests are searched. */
    @Override
    public Optional<ReviewRequest> newest(GitRef head, GitRef base) {
        return own(api.list(
                        "finding a pull request",
                        root + "/pulls?state=all&sort=recentupdate&limit=50" + "&base_branch="
                                + encoded(base.shortName())))
                .filter(one -> one.head().equals(head) && one.base().equals(base))
                .max((one, other) -> Long.compare(one.number(), other.number()));
    }

    @Override
    public ReviewRequest read(long number) {
        return request(
                api.get("reading a pull request", root + "/pulls/" + number).orRefused());
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
        return labelled(
                request(patch("changing a pull request", number, Map.of("title", title, "body", text))), labels);
    }

    private JsonNode patch(String what, long number, Map<String, String> change) {
        return api.send(what, "PATCH", root + "/pulls/" + number, change).orRefused();
    }

    private ReviewRequest labelled(ReviewRequest request, List<String> labels) {
        if (request.labels().containsAll(labels)) {
            return request;
        }
        List<Long> ids = labels.stream().map(this::label).toList();
        JsonNode all = api.send(
                        "labelling a pull request",
                        "POST",
                        root + "/issues/" + request.number() + "/labels",
                        Map.of("labels", ids))
                .orRefused();
        return request.withLabels(JsonFields.names(all));
    }

    /** The id of a label of the repository or of its organisation; a missing label is created. */
    private long label(String name) {
        return api.list("listing labels", root + "/labels?limit=50").stream()
                .filter(label -> label.path("name").asText().equals(name))
                .findFirst()
                .orElseGet(() -> api.send(
                                "creating a label", "POST", root + "/labels", Map.of("name", name, "color", NEW_LABEL))
                        .orRefused())
                .path("id")
                .asLong();
    }

    @Override
    public void close(long number) {
        if (read(number).isOpen()) {
            patch("closing a pull request", number, Map.of("state", "closed"));
        }
    }

    /** Tries to merge now first: a scheduled merge waits for a check to pass even if there are no checks. */
    @Override
    public MergeResult merge(long number, CommitId head) {
        HostResponse response = merge(number, head, false);
        for (int i = 0; i < CONFLICT_CHECK_TRIES && response.reason().contains(CONFLICT_CHECK_RUNNING); i++) {
            LockSupport.parkNanos(CONFLICT_CHECK_PAUSE_NANOS);
            response = merge(number, head, false);
        }
        return switch (response.status()) {
            // Checks or reviews are missing, or the conflict check is still running.
            case 405 ->
                response.reason().contains(CONFLICT_CHECK_RUNNING)
                        ? new MergeResult.Deferred(response.reason())
                        : mergeLater(number, head);
            // The head has moved, or there is a conflict.
            case 409 -> new MergeResult.Deferred(response.reason());
            default -> {
                response.orRefused();
                yield new MergeResult.Merged(
                        read(number).state() instanceof State.Merged merged ? merged.commit() : Optional.empty());
            }
        };
    }

    /** Schedules a merge. It cannot be bound to a commit, so the head is checked right before. */
    private MergeResult mergeLater(long number, CommitId head) {
        JsonNode pull =
                api.get("reading a pull request", root + "/pulls/" + number).orRefused();
        if (!pull.path("head").path("sha").asText().equals(head.value())) {
            return new MergeResult.Deferred("the branch has moved to another commit");
        }
        HostResponse response = merge(number, head, true);
        boolean waits = response.status() == 201
                || (response.status() == 409 && response.reason().contains("already scheduled"));
        return waits ? new MergeResult.Scheduled() : new MergeResult.Deferred(response.reason());
    }

    private HostResponse merge(long number, CommitId head, boolean later) {
        String style = JsonFields.text(
                        api.get("reading the repository", root).orRefused().path("default_merge_style"))
                .orElse("merge");
        return api.send(
                "merging a pull request",
                "POST",
                root + "/pulls/" + number + "/merge",
                Map.of("Do", style, "head_commit_id", head.value(), "merge_when_checks_succeed", later));
    }

    private Stream<ReviewRequest> own(List<JsonNode> pulls) {
        return pulls.stream()
                .filter(pull -> pull.path("head")
                        .path("repo")
                        .path("full_name")
                        .asText()
                        .equalsIgnoreCase(path.toString()))
                .map(Gitea::request);
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
        if (pull.path("merged").asBoolean()) {
            return new State.Merged(
                    JsonFields.text(pull.path("merged_by").path("login")),
                    JsonFields.commit(pull.path("merge_commit_sha")));
        }
        return pull.path("state").asText().equals("open") ? new State.Open() : new State.Closed();
    }
}
