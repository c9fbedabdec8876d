package dev.millrace.updater.policy.read;

import dev.millrace.events.value.ImageName;
import dev.millrace.updater.policy.PathGlob;
import dev.millrace.updater.policy.PlaceRules;
import dev.millrace.updater.policy.Policy;
import dev.millrace.yaml.YamlMapping;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads one policy. */
final class PolicyEntry {
    private static final Set<String> KEYS = Set.of(
            "name",
            "namespace",
            "image",
            "source",
            "environment",
            "group",
            "branches",
            "releases",
            "tags",
            "select",
            "digest",
            "look",
            "verify",
            "paths",
            "comment",
            "places",
            "after",
            "gates",
            "onFailure");
    private static final int MAX_NAME = 255;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    private final Set<String> environments;

    PolicyEntry(Set<String> environments) {
        this.environments = environments;
    }

    Policy read(Node node) {
        YamlMapping policy = new YamlMapping("a policy", node, KEYS);
        Optional<String> environment = policy.parsed("environment", this::environment);
        return new Policy(
                policy.parsed("namespace", PolicyEntry::name)
                                .map(namespace -> namespace + ":")
                                .orElse("")
                        + YamlMapping.parse(policy.required("name"), "name", PolicyEntry::name),
                YamlMapping.parse(policy.required("image"), "image", ImageName::new),
                VersionsReader.read(policy),
                new PlaceRules(
                        policy.list("paths").stream()
                                .map(path -> YamlMapping.parse(path, "paths", PathGlob::new))
                                .toList(),
                        PlacesReader.read(policy)),
                PromotionReader.read(policy, environment, this::environment),
                policy.parsed("group", PolicyEntry::name).or(() -> environment).orElse(Policy.DEFAULT_GROUP));
    }

    private String environment(String name) {
        name(name);
        if (!environments.isEmpty() && !environments.contains(name)) {
            throw new IllegalArgumentException("unknown environment " + name + "; known environments are "
                    + String.join(", ", environments.stream().sorted().toList()));
        }
        return name;
    }

    private static String name(String text) {
        if (text.length() > MAX_NAME) {
            throw new IllegalArgumentException("at most " + MAX_NAME + " characters are expected");
        }
        if (!NAME.matcher(text).matches()) {
            throw new IllegalArgumentException("letters, digits, '.', '_' and '-' only, not " + text);
        }
        return text;
    }
}
