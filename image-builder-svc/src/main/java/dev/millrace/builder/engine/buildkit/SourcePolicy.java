package dev.millrace.builder.engine.buildkit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The sources that BuildKit may fetch for a build (source policy of BuildKit). It fetches them from the network of this service, so all are
 * refused that aren't configured: files and Git repositories by {@code ADD}, and images of this host.
 *
 * @param hosts of which {@code ADD} may fetch
 * @param registries hosts of registries that may be on this host
 */
record SourcePolicy(List<String> hosts, List<String> registries) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> REFUSED = List.of(
            "^(https?|git|ssh)://", "^docker-image://(localhost|[0-9.]+|0x[0-9a-fA-F.x]+|\\[[^\\]/]*\\])(:[0-9]+)?/");

    /** The last rule that matches decides. */
    String json() {
        ObjectNode policy = JSON.createObjectNode();
        ArrayNode rules = policy.putArray("rules");
        REFUSED.forEach(pattern -> rule(rules, "DENY", pattern));
        hosts.forEach(host -> rule(rules, "ALLOW", "^(https?|git|ssh)://([^/@]*@)?" + quoted(host) + "[:/]"));
        registries.forEach(host -> rule(rules, "ALLOW", "^docker-image://" + quoted(host) + "/"));
        return policy.toString();
    }

    private static void rule(ArrayNode rules, String action, String pattern) {
        rules.addObject()
                .put("action", action)
                .putObject("selector")
                .put("identifier", pattern)
                .put("match_type", "REGEX");
    }

    private static String quoted(String host) {
        return Pattern.quote(host);
    }
}
