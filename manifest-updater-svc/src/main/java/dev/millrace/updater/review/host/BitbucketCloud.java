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
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Bitbucket Cloud's pull requests, REST version 2.0 (developer.atlassian.com/cloud/bitbucket/rest/api-group-pullrequests). They have no
 * labels, and Bitbucket never merges them by itself.
 */
final class BitbucketCloud implements ReviewHost {
    private static final String ANY_STATE = "&state=OPEN&state=MERGED&state=DECLINED&state=SUPERSEDED";
    private static final int MAX_PAGES = 20;

    private final HostApi api;
    private final HostPath path;
    private final String root;

    BitbucketCloud(HostApi api, HostPath path) {
        this.api = api;
        this.path = path;
        this.root = "/repositories/" + path.segments() + "/pullrequests";
    }

    @Override
    public List<ReviewRequest> open(GitRef base) {
        return found("listing pull requests", into(base), "&state=OPEN");
    }

    @Override
    public Optional<ReviewRequest> newest(GitRef head, GitRef base) {
        String query = "source.branch.name=" + quoted(head.shortName()) + " AND " + into(base);
        return found("finding a pull request", query, ANY_STATE + "&sort=-created_on").stream()
                .findFirst();
    }

    private static String into(GitRef base) {
        return "destination.branch.name=" + quoted(base.shortName());
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private List<ReviewRequest> found(String what, String query, String more) {
        List<ReviewRequest> found = new ArrayList<>();
        HostResponse page = api.get(what, root + "?pagelen=50&q=" + encoded(query) + more);
        for (int i = 0; i < MAX_PAGES; i++) {
            JsonFields.stream(page.orRefused().path("values"))
                    .filter(one -> one.path("source")
                            .path("repository")
                            .path("full_name")
                            .asText()
                            .equalsIgnoreCase(path.toString()))
                    .map(BitbucketCloud::request)
                    .forEach(found::add);
            Optional<URI> next = JsonFields.text(page.body().path("next")).flatMap(api::next);
            if (next.isEmpty()) {
                break;
            }
            page = api.send(what, "GET", next.get(), Map.of());
        }
        return found;
    }

    @Override
    public ReviewRequest read(long number) {
        return request(pull(number));
    }

    private JsonNode pull(long number) {
        return api.get("reading a pull request", root + "/" + number).orRefused();
    }

    @Override
    public ReviewRequest open(Proposal proposal) {
        return request(api.send(
                        "opening a pull request",
                        "POST",
                        root,
                        Map.of(
                                "title", proposal.title(),
                                "description", proposal.text(),
                                "source", branch(proposal.head()),
                                "destination", branch(proposal.base())))
                .orRefused());
    }

    private static Map<String, ?> branch(GitRef branch) {
        return Map.of("branch", Map.of("name", branch.shortName()));
    }

    @Override
    public ReviewRequest change(long number, String title, String text, List<String> labels) {
        return request(api.send(
                        "changing a pull request",
                        "PUT",
                        root + "/" + number,
                        Map.of("title", title, "description", text))
                .orRefused());
    }

    @Override
    public void close(long number) {
        if (read(number).isOpen()) {
            api.send("declining a pull request", "POST", root + "/" + number + "/decline", Map.of())
                    .orRefused();
        }
    }

    /** Merging cannot be bound to a commit here, so the head is checked right before. */
    @Override
    public MergeResult merge(long number, CommitId head) {
        String current = pull(number).path("source").path("commit").path("hash").asText();
        if (current.isEmpty() || !head.value().startsWith(current)) {
            return new MergeResult.Deferred("the branch has moved to another commit");
        }
        HostResponse response = api.send("merging a pull request", "POST", root + "/" + number + "/merge", Map.of());
        return switch (response.status()) {
            // Merge checks or a conflict.
            case 400, 409 -> new MergeResult.Deferred(response.reason());
            default ->
                new MergeResult.Merged(JsonFields.commit(
                        response.orRefused().path("merge_commit").path("hash")));
        };
    }

    private static ReviewRequest request(JsonNode one) {
        return new ReviewRequest(
                one.path("id").asLong(),
                JsonFields.page(one.path("links").path("html").path("href")),
                JsonFields.branch(one.path("source").path("branch").path("name")),
                JsonFields.branch(one.path("destination").path("branch").path("name")),
                one.path("title").asText(),
                JsonFields.text(one.path("description")).orElse(""),
                List.of(),
                state(one));
    }

    private static State state(JsonNode one) {
        return switch (one.path("state").asText()) {
            case "MERGED" ->
                new State.Merged(
                        JsonFields.text(one.path("closed_by").path("nickname"))
                                .or(() -> JsonFields.text(one.path("closed_by").path("display_name"))),
                        JsonFields.commit(one.path("merge_commit").path("hash")));
            case "OPEN" -> new State.Open();
            default -> new State.Closed();
        };
    }
}
