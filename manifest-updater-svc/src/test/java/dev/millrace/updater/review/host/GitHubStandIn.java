package dev.millrace.updater.review.host;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.git.host.HostKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** docs.github.com/rest/pulls/pulls; a page has two pull requests, so that paging is tested. */
final class GitHubStandIn extends StandIn {
    private static final String REPOSITORY = "/repos/shop/config";
    private static final String PULL = REPOSITORY + "/pulls/[0-9]+";

    @Override
    HostKind kind() {
        return HostKind.GITHUB;
    }

    @Override
    String root() {
        return "/api/v3";
    }

    @Override
    public boolean hasLabels() {
        return true;
    }

    @Override
    public boolean mergesByItself() {
        return true;
    }

    @Override
    Reply answer(Call full) {
        if (full.is("POST", "/api/graphql")) {
            return graphql(full.body());
        }
        Call call = new Call(full.method(), full.path().replaceFirst("^/api/v3", ""), full.query(), full.body());
        if (call.is("GET", REPOSITORY)) {
            return Reply.of(200, Map.of("allow_merge_commit", false, "allow_rebase_merge", true));
        }
        if (call.is("GET", REPOSITORY + "/pulls")) {
            return list(call);
        }
        if (call.is("POST", REPOSITORY + "/pulls")) {
            return open(call.body());
        }
        if (!call.path().matches(".*/[0-9]+(/.*)?") || !knows(call.number())) {
            return Reply.of(404, Map.of("message", "Not Found"));
        }
        Pull pull = pull(call.number());
        if (call.is("GET", PULL)) {
            return Reply.of(200, json(pull));
        }
        if (call.is("PATCH", PULL)) {
            pull.title = call.body().path("title").asText(pull.title);
            pull.text = call.body().path("body").asText(pull.text);
            pull.state = call.body().path("state").asText(pull.state);
            return Reply.of(200, json(pull));
        }
        if (call.is("POST", REPOSITORY + "/issues/[0-9]+/labels")) {
            call.body().path("labels").forEach(label -> pull.labels.add(label.asText()));
            return Reply.of(200, labels(pull));
        }
        return call.is("PUT", PULL + "/merge")
                ? merge(pull, call.body())
                : Reply.of(404, Map.of("message", "Not Found"));
    }

    private Reply list(Call call) {
        List<Pull> found = newest().stream()
                .filter(pull -> call.one("state").equals("all") || pull.state.equals(call.one("state")))
                .filter(pull -> pull.base.equals(call.one("base")))
                .filter(pull -> call.one("head").isEmpty() || call.one("head").equals("shop:" + pull.head))
                .toList();
        int from = call.one("page").isEmpty() ? 0 : Integer.parseInt(call.one("page"));
        Optional<String> next = found.size() > from + 2
                ? Optional.of(url() + "/api/v3" + REPOSITORY + "/pulls?state=" + call.one("state") + "&base="
                        + call.one("base") + "&page=" + (from + 2))
                : Optional.empty();
        return new Reply(200, found.stream().skip(from).limit(2).map(this::json).toList(), next);
    }

    private Reply open(JsonNode body) {
        String head = body.path("head").asText();
        String base = body.path("base").asText();
        if (isOpen(head, base) || !branches.containsKey(head)) {
            return Reply.of(
                    422,
                    Map.of(
                            "message",
                            "Validation Failed",
                            "errors",
                            List.of(Map.of("message", "A pull request already exists for shop:" + head + "."))));
        }
        return Reply.of(
                201,
                json(opened(
                        head,
                        base,
                        body.path("title").asText(),
                        body.path("body").asText())));
    }

    private Reply merge(Pull pull, JsonNode body) {
        if (!body.path("merge_method").asText().equals("rebase")) {
            return Reply.of(405, Map.of("message", "Merge commits are not allowed on this repository."));
        }
        if (!headOf(pull).value().equals(body.path("sha").asText())) {
            return Reply.of(409, Map.of("message", "Head branch was modified. Review and try the merge again."));
        }
        if (checksMissing) {
            return Reply.of(405, Map.of("message", "Required status check \"ci\" is expected."));
        }
        return Reply.of(200, Map.of("merged", true, "sha", merged(pull).value()));
    }

    private Reply graphql(JsonNode body) {
        JsonNode variables = body.path("variables");
        Pull pull = pull(Integer.parseInt(variables.path("request").asText().replace("PR_", "")));
        if (!body.path("query").asText().contains("enablePullRequestAutoMerge(input:")
                || !variables.path("method").asText().equals("REBASE")
                || !variables.path("head").asText().equals(headOf(pull).value())) {
            return Reply.of(200, Map.of("errors", List.of(Map.of("message", "not as documented"))));
        }
        pull.auto = true;
        return Reply.of(200, Map.of("data", Map.of()));
    }

    private static List<Map<String, String>> labels(Pull pull) {
        return pull.labels.stream().map(name -> Map.of("name", name)).toList();
    }

    private Map<String, Object> json(Pull pull) {
        boolean merged = pull.state.equals("merged");
        Map<String, Object> json = new HashMap<>();
        json.put("number", pull.number);
        json.put("node_id", "PR_" + pull.number);
        json.put("html_url", url() + "/shop/config/pull/" + pull.number);
        json.put("state", pull.state.equals("open") ? "open" : "closed");
        json.put("title", pull.title);
        json.put("body", pull.text.isEmpty() ? null : pull.text);
        json.put("labels", labels(pull));
        json.put("head", Map.of("ref", pull.head, "repo", Map.of("full_name", pull.repository)));
        json.put("base", Map.of("ref", pull.base, "repo", Map.of("full_name", OWN)));
        json.put("auto_merge", pull.auto ? Map.of("merge_method", "rebase") : null);
        json.put("merged_at", merged ? "2026-01-01T00:00:00Z" : null);
        json.put("merged_by", merged ? Map.of("login", USER) : null);
        json.put("merge_commit_sha", orNull(pull.merged));
        return json;
    }
}
