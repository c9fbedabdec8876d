package dev.millrace.updater.review.host;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.git.host.HostKind;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** developer.atlassian.com/server/bitbucket/rest, version 1.0 of the API. */
final class BitbucketServerStandIn extends StandIn {
    private static final String REQUESTS = "/git/rest/api/latest/projects/shop/repos/config/pull-requests";

    /** The reviewers; a change without them removes them. */
    List<String> reviewers = List.of("anna");

    @Override
    HostKind kind() {
        return HostKind.BITBUCKET_SERVER;
    }

    @Override
    String root() {
        URI clone = url().resolve("/git/scm/shop/config.git");
        return HostKind.BITBUCKET_SERVER.api(clone).getPath();
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
            return error(404, "Pull request does not exist in shop/config.");
        }
        Pull pull = pull(call.number());
        if (call.is("GET", REQUESTS + "/[0-9]+")) {
            return Reply.of(200, json(pull));
        }
        if (call.is("GET", REQUESTS + "/[0-9]+/activities")) {
            return Reply.of(200, Map.of("values", List.of(Map.of("action", "MERGED", "user", Map.of("name", USER)))));
        }
        String version =
                call.method().equals("PUT") ? call.body().path("version").asText() : call.one("version");
        if (!version.equals(Integer.toString(pull.version)) || !pull.state.equals("open")) {
            return error(409, "You are attempting to modify a pull request based on out-of-date information.");
        }
        return modify(call, pull);
    }

    private Reply modify(Call call, Pull pull) {
        if (call.is("PUT", REQUESTS + "/[0-9]+")) {
            pull.title = call.body().path("title").asText();
            pull.text = call.body().path("description").asText();
            List<String> reasons = new ArrayList<>();
            call.body()
                    .path("reviewers")
                    .forEach(one -> reasons.add(one.path("user").path("name").asText()));
            reviewers = reasons;
        } else if (call.is("POST", REQUESTS + "/[0-9]+/decline")) {
            pull.state = "closed";
        } else if (checksMissing) {
            return Reply.of(
                    409,
                    Map.of(
                            "errors",
                            List.of(Map.of(
                                    "message",
                                    "The pull request can't be merged.",
                                    "vetoes",
                                    List.of(Map.of("summaryMessage", "Not all required builds are successful"))))));
        } else {
            merged(pull);
        }
        pull.version++;
        return Reply.of(200, json(pull));
    }

    private static Reply error(int status, String message) {
        return Reply.of(status, Map.of("errors", List.of(Map.of("message", message))));
    }

    private Reply list(Call call) {
        boolean incoming = call.one("direction").equals("INCOMING");
        List<Map<String, Object>> found = newest().stream()
                .filter(pull -> call.one("state").equals("ALL") || state(pull).equals(call.one("state")))
                .filter(pull -> call.one("at").equals("refs/heads/" + (incoming ? pull.base : pull.head)))
                .map(this::json)
                .toList();
        int start = call.one("start").isEmpty() ? 0 : Integer.parseInt(call.one("start"));
        boolean last = found.size() <= start + 2;
        Map<String, Object> page = new HashMap<>();
        page.put("values", found.stream().skip(start).limit(2).toList());
        page.put("isLastPage", last);
        page.put("nextPageStart", last ? null : start + 2);
        return Reply.of(200, page);
    }

    private Reply open(JsonNode body) {
        String head = body.path("fromRef").path("id").asText().replace("refs/heads/", "");
        String base = body.path("toRef").path("id").asText().replace("refs/heads/", "");
        if (isOpen(head, base)) {
            return error(409, "Only one pull request may be open for a given source and target branch");
        }
        return Reply.of(
                201,
                json(opened(
                        head,
                        base,
                        body.path("title").asText(),
                        body.path("description").asText())));
    }

    private static String state(Pull pull) {
        return pull.state.equals("closed") ? "DECLINED" : pull.state.toUpperCase(Locale.ROOT);
    }

    private Map<String, Object> json(Pull pull) {
        Map<String, Object> json = new HashMap<>();
        json.put("id", pull.number);
        json.put("version", pull.version);
        json.put("links", Map.of("self", List.of(Map.of("href", url() + "/pull-requests/" + pull.number))));
        json.put("state", state(pull));
        json.put("title", pull.title);
        json.put("description", pull.text);
        json.put(
                "fromRef",
                Map.of(
                        "id", "refs/heads/" + pull.head,
                        "latestCommit", headOf(pull).value(),
                        "repository", Map.of("id", pull.repository.equals(OWN) ? 1 : 2)));
        json.put("toRef", Map.of("id", "refs/heads/" + pull.base, "repository", Map.of("id", 1)));
        json.put(
                "reviewers",
                reviewers.stream()
                        .map(name -> Map.of("user", Map.of("name", name)))
                        .toList());
        json.put(
                "properties",
                pull.merged == null ? Map.of() : Map.of("mergeCommit", Map.of("id", pull.merged.value())));
        return json;
    }
}
