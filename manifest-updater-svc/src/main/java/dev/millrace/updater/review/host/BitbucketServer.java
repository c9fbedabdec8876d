package dev.millrace.updater.review.host;

import static dev.millrace.git.host.HostPath.encoded;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.git.host.HostApi;
import dev.millrace.git.host.HostPath;
import dev.millrace.git.host.HostResponse;
import dev.millrace.git.host.HostUnavailable;
import dev.millrace.updater.review.MergeResult;
import dev.millrace.updater.review.Proposal;
import dev.millrace.updater.review.ReviewHost;
import dev.millrace.updater.review.ReviewRequest;
import dev.millrace.updater.review.ReviewRequest.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Bitbucket Data Center's (formerly Server's) pull requests, REST version 1.0 (developer.atlassian.com/server/bitbucket/rest). They have no
 * labels, and Bitbucket never merges them by itself.
 */
final class BitbucketServer implements ReviewHost {
    private static final int MAX_PAGES = 20;

    private final HostApi api;
    private final HostPath path;
    private final String root;

    BitbucketServer(HostApi api, HostPath path) {
        this.api = api;
        this.path = path;
        this.root = "/projects/" + encoded(path.owner()) + "/repos/" + encoded(path.name()) + "/pull-requests";
    }

    @Override
    public List<ReviewRequest> open(GitRef base) {
        return found("listing pull requests", "state=OPEN&direction=INCOMING&at=" + encoded(base.value()));
    }

    @Override
    public Optional<ReviewRequest> newest(GitRef head, GitRef base) {
        return found("finding a pull request", "state=ALL&order=NEWEST&direction=OUTGOING&at=" + encoded(head.value()))
                .stream()
                .filter(one -> one.base().equals(base))
                .max((one, other) -> Long.compare(one.number(), other.number()));
    }

    private List<ReviewRequest> found(String what, String query) {
        List<ReviewRequest> found = new ArrayList<>();
        JsonNode page = api.get(what, root + "?limit=100&" + query).orRefused();
        for (int i = 0; i < MAX_PAGES; i++) {
            JsonFields.stream(page.path("values"))
                    .filter(this::isOwn)
                    .map(BitbucketServer::request)
                    .forEach(found::add);
            if (page.path("isLastPage").asBoolean(true)) {
                break;
            }
            page = api.get(
                            what,
                            root + "?limit=100&" + query + "&start="
                                    + page.path("nextPageStart").asLong())
                    .orRefused();
        }
        return found;
    }

    private boolean isOwn(JsonNode one) {
        return one.path("fromRef")
                .path("repository")
                .path("id")
                .equals(one.path("toRef").path("repository").path("id"));
    }

    @Override
    public ReviewRequest read(long number) {
        ReviewRequest request = request(pull(number));
        return request.state() instanceof State.Merged merged
                ? request.withState(new State.Merged(mergedBy(number), merged.commit()))
                : request;
    }

    private Optional<String> mergedBy(long number) {
        JsonNode activities = api.get(
                        "reading the activities of a pull request", root + "/" + number + "/activities?limit=100")
                .orRefused();
        return JsonFields.stream(activities.path("values"))
                .filter(one -> one.path("action").asText().equals("MERGED"))
                .flatMap(one -> JsonFields.text(one.path("user").path("name")).stream())
                .findFirst();
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
                                "fromRef", ref(proposal.head()),
                                "toRef", ref(proposal.base())))
                .orRefused());
    }

    private Map<String, ?> ref(GitRef branch) {
        return Map.of(
                "id", branch.value(),
                "repository", Map.of("slug", path.name(), "project", Map.of("key", path.owner())));
    }

    /** Sends the reviewers again, because missing fields are removed. */
    @Override
    public ReviewRequest change(long number, String title, String text, List<String> labels) {
        JsonNode current = pull(number);
        List<Map<String, ?>> reviewers = new ArrayList<>();
        current.path("reviewers")
                .forEach(one -> reviewers.add(Map.of(
                        "user", Map.of("name", one.path("user").path("name").asText()))));
        HostResponse response = api.send(
                "changing a pull request",
                "PUT",
                root + "/" + number,
                Map.of(
                        "version", current.path("version").asLong(),
                        "title", title,
                        "description", text,
                        "reviewers", reviewers));
        return request(requireUnchanged(response).orRefused());
    }

    @Override
    public void close(long number) {
        JsonNode current = pull(number);
        if (request(current).isOpen()) {
            requireUnchanged(api.send("declining a pull request", "POST", versioned(current, "decline"), Map.of()))
                    .orRefused();
        }
    }

    private String versioned(JsonNode current, String verb) {
        return root + "/" + current.path("id").asLong() + "/" + verb + "?version="
                + current.path("version").asLong();
    }

    /** A conflict means that the request was changed after it was read: to be tried again. */
    private static HostResponse requireUnchanged(HostResponse response) {
        if (response.status() == 409) {
            throw new HostUnavailable(response.doing() + ": " + response.reason());
        }
        return response;
    }

    @Override
    public MergeResult merge(long number, CommitId head) {
        JsonNode current = pull(number);
        if (!current.path("fromRef").path("latestCommit").asText().equals(head.value())) {
            return new MergeResult.Deferred("the branch has moved to another commit");
        }
        // The version also changes with new commits.
        HostResponse response = api.send("merging a pull request", "POST", versioned(current, "merge"), Map.of());
        // Vetoes of merge checks, a conflict, or a newer version.
        return response.status() == 409
                ? new MergeResult.Deferred(response.reason())
                : new MergeResult.Merged(mergeCommit(response.orRefused()));
    }

    private static Optional<CommitId> mergeCommit(JsonNode one) {
        return JsonFields.commit(one.path("properties").path("mergeCommit").path("id"));
    }

    private static ReviewRequest request(JsonNode one) {
        return new ReviewRequest(
                one.path("id").asLong(),
                JsonFields.page(one.path("links").path("self").path(0).path("href")),
                new GitRef(one.path("fromRef").path("id").asText()),
                new GitRef(one.path("toRef").path("id").asText()),
                one.path("title").asText(),
                JsonFields.text(one.path("description")).orElse(""),
                List.of(),
                state(one));
    }

    private static State state(JsonNode one) {
        return switch (one.path("state").asText()) {
            case "MERGED" -> new State.Merged(Optional.empty(), mergeCommit(one));
            case "OPEN" -> new State.Open();
            default -> new State.Closed();
        };
    }
}
