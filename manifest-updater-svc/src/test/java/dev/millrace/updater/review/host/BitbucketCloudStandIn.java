package dev.millrace.updater.review.host;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.git.host.HostKind;
import dev.millrace.git.host.HostPath;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** developer.atlassian.com/cloud/bitbucket/rest/api-group-pullrequests; commit ids are short, as there. */
final class BitbucketCloudStandIn extends StandIn {
    private static final String REQUESTS = "/2.0/repositories/shop/config/pullrequests";
    private static final Pattern QUERY = Pattern.compile(
            "(?:source\\.branch\\.name=\"(?<head>[^\"]*)\" AND )?destination\\.branch\\.name=\"(?<base>[^\"]*)\"");

    @Override
    HostKind kind() {
        return HostKind.BITBUCKET_CLOUD;
    }

    @Override
    String root() {
        return "/2.0";
    }

    @Override
    public boolean hasLabels() {
        return false;
    }

    @Override
    public boolean mergesByItself() {
        return false;
    }

    @Override
    Reply answer(Call call) {
        if (call.is("GET", REQUESTS)) {
            return list(call);
        }
        if (call.is("POST", REQUESTS)) {
            return open(call.body());
        }
        if (!call.path().startsWith(REQUESTS + "/") || !knows(call.number())) {
            return error(404, "Resource not found");
        }
        Pull pull = pull(call.number());
        if (call.is("PUT", REQUESTS + "/[0-9]+")) {
            if (!pull.state.equals("open")) {
                return error(400, "This pull request is already closed.");
            }
            pull.title = call.body().path("title").asText(pull.title);
            pull.text = call.body().path("description").asText(pull.text);
        }
        if (call.is("POST", REQUESTS + "/[0-9]+/decline")) {
            if (!pull.state.equals("open")) {
                return error(400, "This pull request is already closed.");
            }
            pull.state = "closed";
        }
        if (call.is("POST", REQUESTS + "/[0-9]+/merge")) {
            if (checksMissing) {
                return error(400, "2 merge checks have not passed");
            }
            merged(pull);
        }
        return Reply.of(200, json(pull));
    }

    private static Reply error(int status, String message) {
        return Reply.of(status, Map.of("type", "error", "error", Map.of("message", message)));
    }

    private Reply list(Call call) {
        Matcher query = QUERY.matcher(call.one("q"));
        if (!query.matches()) {
            return error(400, "bad query: " + call.one("q"));
        }
        String head = query.group("head");
        List<String> states = call.query().getOrDefault("state", List.of("OPEN"));
        List<Map<String, Object>> found = newest().stream()
                .filter(pull -> states.contains(state(pull)))
                .filter(pull -> pull.base.equals(query.group("base")))
                .filter(pull -> head == null || pull.head.equals(head))
                .map(this::json)
                .toList();
        int page = call.one("page").isEmpty() ? 0 : Integer.parseInt(call.one("page"));
        Map<String, Object> body = new HashMap<>();
        body.put("values", found.stream().skip(page * 2L).limit(2).toList());
        if (found.size() > page * 2 + 2) {
            String encoded = HostPath.encoded(call.one("q"));
            body.put(
                    "next", url() + REQUESTS + "?q=" + encoded + "&state=" + states.getFirst() + "&page=" + (page + 1));
        }
        return Reply.of(200, body);
    }

    private Reply open(JsonNode body) {
        return Reply.of(
                201,
                json(opened(
                        body.path("source").path("branch").path("name").asText(),
                        body.path("destination").path("branch").path("name").asText(),
                        body.path("title").asText(),
                        body.path("description").asText())));
    }

    private static String state(Pull pull) {
        return pull.state.equals("closed") ? "DECLINED" : pull.state.toUpperCase(Locale.ROOT);
    }

    private Map<String, Object> json(Pull pull) {
        Map<String, Object> json = new HashMap<>();
        json.put("id", pull.number);
        json.put("links", Map.of("html", Map.of("href", url() + "/shop/config/pull-requests/" + pull.number)));
        json.put("state", state(pull));
        json.put("title", pull.title);
        json.put("description", pull.text);
        json.put(
                "source",
                Map.of(
                        "branch", Map.of("name", pull.head),
                        "commit", Map.of("hash", headOf(pull).shortForm()),
                        "repository", Map.of("full_name", pull.repository)));
        json.put("destination", Map.of("branch", Map.of("name", pull.base)));
        json.put("closed_by", pull.state.equals("merged") ? Map.of("nickname", USER) : null);
        json.put("merge_commit", pull.merged == null ? null : Map.of("hash", pull.merged.value()));
        return json;
    }
}
