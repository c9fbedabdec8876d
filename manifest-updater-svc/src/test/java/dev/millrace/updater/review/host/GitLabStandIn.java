package dev.millrace.updater.review.host;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.git.host.HostKind;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** docs.gitlab.com/api/merge_requests, as of version 17. */
final class GitLabStandIn extends StandIn {
    private static final String REQUESTS = "/api/v4/projects/shop%2Fconfig/merge_requests";

    @Override
    HostKind kind() {
        return HostKind.GITLAB;
    }

    @Override
    String root() {
        return "/api/v4";
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
    Reply answer(Call call) {
        if (call.is("GET", REQUESTS)) {
            return new Reply(
                    200,
                    newest().stream()
                            .filter(pull -> call.one("state").equals("all")
                                    || state(pull).equals(call.one("state")))
                            .filter(pull -> pull.base.equals(call.one("target_branch")))
                            .filter(pull -> call.one("source_branch").isEmpty()
                                    || call.one("source_branch").equals(pull.head))
                            .map(this::json)
                            .toList(),
                    Optional.empty());
        }
        if (call.is("POST", REQUESTS)) {
            return open(call.body());
        }
        if (!call.path().startsWith(REQUESTS + "/") || !knows(call.number())) {
            return Reply.of(404, Map.of("message", "404 Not found"));
        }
        Pull pull = pull(call.number());
        if (call.is("PUT", REQUESTS + "/[0-9]+/merge")) {
            return merge(pull, call.body());
        }
        if (call.is("PUT", REQUESTS + "/[0-9]+")) {
            change(pull, call.body());
        }
        return Reply.of(200, json(pull));
    }

    private Reply open(JsonNode body) {
        String head = body.path("source_branch").asText();
        String base = body.path("target_branch").asText();
        if (isOpen(head, base)) {
            return Reply.of(409, Map.of("message", new String[] {
                "Another open merge request already exists for this source branch: !1"
            }));
        }
        Pull pull = opened(
                head,
                base,
                body.path("title").asText(),
                body.path("description").asText());
        label(pull, body.path("labels").asText());
        return Reply.of(201, json(pull));
    }

    private static void label(Pull pull, String labels) {
        Arrays.stream(labels.split(",")).filter(label -> !label.isEmpty()).forEach(pull.labels::add);
    }

    private static void change(Pull pull, JsonNode body) {
        pull.title = body.path("title").asText(pull.title);
        pull.text = body.path("description").asText(pull.text);
        label(pull, body.path("add_labels").asText());
        if (body.path("state_event").asText().equals("close")) {
            pull.state = "closed";
        }
    }

    private Reply merge(Pull pull, JsonNode body) {
        if (!headOf(pull).value().equals(body.path("sha").asText())) {
            return Reply.of(409, Map.of("message", "SHA does not match HEAD of source branch"));
        }
        if (body.path("auto_merge").asBoolean()) {
            if (!checksMissing) {
                // Nothing to wait for: versions 12.10 to 17 answer this.
                return Reply.of(405, Map.of("message", "405 Method Not Allowed"));
            }
            pull.auto = true;
            return Reply.of(200, json(pull));
        }
        if (checksMissing) {
            return Reply.of(405, Map.of("message", "405 Method Not Allowed"));
        }
        merged(pull);
        return Reply.of(200, json(pull));
    }

    private static String state(Pull pull) {
        return pull.state.equals("open") ? "opened" : pull.state;
    }

    private Map<String, Object> json(Pull pull) {
        Map<String, Object> json = new HashMap<>();
        json.put("iid", pull.number);
        json.put("web_url", url() + "/shop/config/-/merge_requests/" + pull.number);
        json.put("state", state(pull));
        json.put("title", pull.title);
        json.put("description", pull.text);
        json.put("labels", pull.labels);
        json.put("source_branch", pull.head);
        json.put("target_branch", pull.base);
        json.put("source_project_id", pull.repository.equals(OWN) ? 7 : 8);
        json.put("target_project_id", 7);
        json.put("head_pipeline", checksMissing ? Map.of("id", 1, "status", "running") : null);
        json.put("merge_user", pull.state.equals("merged") ? Map.of("username", USER) : null);
        json.put("merge_commit_sha", orNull(pull.merged));
        return json;
    }
}
