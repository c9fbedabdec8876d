package dev.millrace.updater.policy.read;

import dev.millrace.events.value.ApplicationId;
import dev.millrace.updater.policy.ApplicationPattern;
import dev.millrace.updater.policy.Delivery;
import dev.millrace.updater.policy.Environment;
import dev.millrace.updater.policy.Policies;
import dev.millrace.updater.policy.path.Placeholders;
import dev.millrace.yaml.InvalidYaml;
import dev.millrace.yaml.YamlDocument;
import dev.millrace.yaml.YamlMapping;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads an {@code updates.yaml} (YAML 1.2). A mistake is reported with its position and never replaced by a default. */
public final class PolicyReader {
    private PolicyReader() {}

    /** Reads the text. */
    public static PolicyOutcome read(byte[] text) {
        try {
            return policies(root(text));
        } catch (InvalidYaml e) {
            return PolicyOutcome.Broken.of(e);
        }
    }

    /** The value of the file, with merge keys resolved. */
    static Node root(byte[] text) {
        return withoutExtensions(YamlDocument.rootWithMerges(text, "policies"));
    }

    /** Keys such as {@code x-common} hold anchors only, as in Compose files. */
    private static Node withoutExtensions(Node root) {
        return root instanceof MappingNode mapping ? PolicyNodes.without(mapping, key -> key.startsWith("x-")) : root;
    }

    static PolicyOutcome.Usable policies(Node root) {
        YamlMapping top =
                new YamlMapping("the file", root, Set.of("policies", "environments", "delivery", "groups", "defaults"));
        top.required("policies");
        Map<String, Environment> environments = environments(top);
        Delivery delivery = top.value("delivery")
                .map(node -> DeliveryReader.read(node, "delivery", Delivery.PUSH))
                .orElse(Delivery.PUSH);
        Map<String, Delivery> groups = groups(top, delivery);
        PolicyList list = new PolicyList(PolicyVariants.of(top), new PolicyEntry(environments.keySet()));
        top.list("policies").forEach(list::add);
        return new PolicyOutcome.Usable(new Policies(list.policies(), environments, delivery, groups), list.patterns());
    }

    private static Map<String, Environment> environments(YamlMapping top) {
        Map<String, Environment> environments = new LinkedHashMap<>();
        top.mapping("environments", "environments", Set.of())
                .ifPresent(all -> all.keys().forEach(name -> {
                    YamlMapping one =
                            new YamlMapping("environment " + name, all.required(name), Set.of("applications"));
                    one.required("applications");
                    environments.put(name, environment(name, one));
                }));
        return environments;
    }

    private static Environment environment(String name, YamlMapping environment) {
        List<ApplicationId> applications = new ArrayList<>();
        List<ApplicationPattern> patterns = new ArrayList<>();
        for (Node item : environment.list("applications")) {
            String text = YamlMapping.parse(
                    item,
                    "applications",
                    one -> Placeholders.fill(one, Map.of(Placeholders.ENVIRONMENT, name), value -> value));
            if (ApplicationPattern.isPattern(text)) {
                patterns.add(YamlMapping.parse(item, "applications", one -> new ApplicationPattern(text)));
            } else {
                applications.add(YamlMapping.parse(item, "applications", one -> ApplicationId.parse(text)));
            }
        }
        if (applications.isEmpty() && patterns.isEmpty()) {
            throw new InvalidYaml(environment.node(), "environment " + name + " has no applications");
        }
        return new Environment(name, applications, patterns);
    }

    private static Map<String, Delivery> groups(YamlMapping top, Delivery delivery) {
        Map<String, Delivery> groups = new LinkedHashMap<>();
        top.mapping("groups", "groups", Set.of()).ifPresent(all -> all.keys()
                .forEach(name -> groups.put(name, DeliveryReader.read(all.required(name), "group " + name, delivery))));
        return groups;
    }
}
