package dev.millrace.updater.review.host;

import static dev.millrace.updater.review.host.HostPath.encoded;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.updater.review.Merging;
import dev.millrace.updater.review.Proposal;
import dev.millrace.updater.review.ReviewHost;
import dev.millrace.updater.review.ReviewRequest;
import dev.millrace.updater.review.ReviewRequest.State;
import dev.millrace.updater.review.ReviewUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Bitbucket Data Center's (once Server's) pull requests, REST version 1.0 (developer.atlassian.com/server/bitbucket/rest). They have no
 * labels, and are merged by nobody but who asks.
 */
final class BitbucketServer implements ReviewHost {
    private static final int MOST_PAGES = 20;

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
        return found(
                        "looking for a pull request",
                        "state=ALL&order=NEWEST&direction=OUTGOING&at=" + encoded(head.value()))
                .stream()
                .filter(one -> one.base().equals(base))
                .max((one, other) -> Long.compare(one.number(), other.number()));
    }

    private List<ReviewRequest> found(String what, String query) {
        List<ReviewRequest> found = new ArrayList<>();
        JsonNode page = api.get(what, root + "?limit=100&" + query).orRefused();
        for (int i = 0; i < MOST_PAGES; i++) {
            Read.stream(page.path("values"))
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
    public ReviewRequest look(long number) {
        ReviewRequest request = request(pull(number));
        return request.state() instanceof State.Merged merged
                ? request.withState(new State.Merged(mergedBy(number), merged.commit()))
                : request;
    }

    private Optional<String> mergedBy(long number) {
        JsonNode activities = api.get("looking who merged", root + "/" + number + "/activities?limit=100")
                .orRefused();
        return Read.stream(activities.path("values"))
                .filter(one -> one.path("action").asText().equals("MERGED"))
                .flatMap(one -> Read.text(one.path("user").path("name")).stream())
                .findFirst();
    }

    private JsonNode pull(long number) {
        return api.get("looking at a pull request", root + "/" + number).orRefused();
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

    /** What isn't said is taken away, so the reviewers are said again. */
    @Override
    public ReviewRequest change(long number, String title, String text, List<String> labels) {
        JsonNode standing = pull(number);
        List<Map<String, ?>> reviewers = new ArrayList<>();
        standing.path("reviewers")
                .forEach(one -> reviewers.add(Map.of(
                        "user", Map.of("name", one.path("user").path("name").asText()))));
        Answer answer = api.send(
                "changing a pull request",
                "PUT",
                root + "/" + number,
                Map.of(
                        "version", standing.path("version").asLong(),
                        "title", title,
                        "description", text,
                        "reviewers", reviewers));
        return request(unlessOvertaken(answer).orRefused());
    }

    @Override
    public void close(long number) {
        JsonNode standing = pull(number);
        if (request(standing).isOpen()) {
            unlessOvertaken(api.send("declining a pull request", "POST", versioned(standing, "decline"), Map.of()))
                    .orRefused();
        }
    }

    private String versioned(JsonNode standing, String verb) {
        return root + "/" + standing.path("id").asLong() + "/" + verb + "?version="
                + standing.path("version").asLong();
    }

    /** Somebody changed it after we had looked: worth another try. */
    private static Answer unlessOvertaken(Answer answer) {
        if (answer.status() == 409) {
            throw new ReviewUnavailable(answer.doing() + ": " + answer.reason());
        }
        return answer;
    }

    @Override
    public Merging merge(long number, CommitId head) {
        JsonNode standing = pull(number);
        if (!standing.path("fromRef").path("latestCommit").asText().equals(head.value())) {
            return new Merging.NotYet("the branch stands at another commit");
        }
        // Its version changes with its commits too.
        Answer answer = api.send("merging a pull request", "POST", versioned(standing, "merge"), Map.of());
        // Vetoes of merge checks, a conflict, or overtaken.
        return answer.status() == 409
                ? new Merging.NotYet(answer.reason())
                : new Merging.Merged(mergeCommit(answer.orRefused()));
    }

    private static Optional<CommitId> mergeCommit(JsonNode one) {
        return Read.commit(one.path("properties").path("mergeCommit").path("id"));
    }

    private static ReviewRequest request(JsonNode one) {
        return new ReviewRequest(
                one.path("id").asLong(),
                Read.page(one.path("links").path("self").path(0).path("href")),
                new GitRef(one.path("fromRef").path("id").asText()),
                new GitRef(one.path("toRef").path("id").asText()),
                one.path("title").asText(),
                Read.text(one.path("description")).orElse(""),
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
