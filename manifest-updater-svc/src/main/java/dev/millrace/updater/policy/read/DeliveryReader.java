package dev.millrace.updater.policy.read;

import dev.millrace.updater.policy.Delivery;
import dev.millrace.yaml.YamlMapping;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads a delivery; missing keys are inherited. */
final class DeliveryReader {
    private static final Set<String> KEYS =
            Set.of("mode", "branch", "together", "message", "suffix", "author", "request");
    private static final Pattern AUTHOR = Pattern.compile("[^<>\\n]+ <[^<>\\s]+@[^<>\\s]+>");
    private static final Pattern BRANCH = Pattern.compile("[A-Za-z0-9._{][A-Za-z0-9._/{}-]*[A-Za-z0-9_}-]");

    private static final int MAX_WORD = 255;

    private DeliveryReader() {}

    static Delivery read(Node node, String what, Delivery otherwise) {
        YamlMapping delivery = new YamlMapping(what, node, KEYS);
        return new Delivery(
                delivery.word(
                                "mode",
                                Map.of(
                                        "push", Delivery.Mode.PUSH,
                                        "branch", Delivery.Mode.BRANCH,
                                        "request", Delivery.Mode.REQUEST))
                        .orElse(otherwise.mode()),
                delivery.parsed("branch", DeliveryReader::branch).orElse(otherwise.branch()),
                delivery.value("together").isPresent() ? delivery.flag("together") : otherwise.together(),
                delivery.parsed("message", text -> bounded(text, Delivery.MAX_TEMPLATE_LENGTH))
                        .or(otherwise::message),
                delivery.parsed("suffix", text -> bounded(text, MAX_WORD)).or(otherwise::suffix),
                delivery.parsed("author", DeliveryReader::author).or(otherwise::author),
                delivery.value("request")
                        .map(request -> request(request, otherwise.request()))
                        .orElse(otherwise.request()));
    }

    private static Delivery.Request request(Node node, Delivery.Request otherwise) {
        YamlMapping request = new YamlMapping("a request", node, Set.of("merge", "labels", "title"));
        return new Delivery.Request(
                request.word("merge", Map.of("auto", true, "manual", false)).orElse(otherwise.merged()),
                request.value("labels").isPresent() ? request.texts("labels") : otherwise.labels(),
                request.parsed("title", text -> bounded(text, Delivery.MAX_TEMPLATE_LENGTH))
                        .or(otherwise::title));
    }

    private static String bounded(String text, int max) {
        if (text.isBlank() || text.length() > max) {
            throw new IllegalArgumentException("1 to " + max + " characters are expected");
        }
        return text;
    }

    private static String author(String text) {
        if (!AUTHOR.matcher(bounded(text, MAX_WORD)).matches()) {
            throw new IllegalArgumentException("'Name <address>' is expected, not " + text);
        }
        return text;
    }

    private static String branch(String text) {
        if (!BRANCH.matcher(bounded(text, MAX_WORD).replace("{group}", "g")).matches()
                || text.contains("..")
                || text.contains("//")) {
            throw new IllegalArgumentException("not a branch: " + text);
        }
        return text;
    }
}
