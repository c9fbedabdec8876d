package dev.millrace.updater.policy.read;

import dev.millrace.events.value.ApplicationId;
import dev.millrace.updater.policy.Delivery;
import dev.millrace.updater.policy.Environment;
import dev.millrace.updater.policy.Policies;
import dev.millrace.updater.policy.Policy;
import dev.millrace.yaml.InvalidYaml;
import dev.millrace.yaml.YamlDocument;
import dev.millrace.yaml.YamlMapping;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads an {@code updates.yaml} (YAML 1.2). A mistake is reported with its position and never replaced by a default. */
public final class PolicyReader {
    private PolicyReader() {}

    /** Reads the text. */
    public static PolicyOutcome read(byte[] text) {
        try {
            return new PolicyOutcome.Usable(policies(YamlDocument.root(text, "policies")));
        } catch (InvalidYaml e) {
            return new PolicyOutcome.Broken(e.line(), e.column(), e.reason());
        }
    }

    static Policies policies(Node root) {
        YamlMapping top = new YamlMapping("the file", root, Set.of("policies", "environments", "delivery", "groups"));
        top.required("policies");
        Map<String, Environment> environments = environments(top);
        Delivery delivery = top.value("delivery")
                .map(node -> DeliveryReader.read(node, "delivery", Delivery.PUSH))
                .orElse(Delivery.PUSH);
        Map<String, Delivery> groups = groups(top, delivery);
        PolicyEntry entries = new PolicyEntry(environments.keySet());
        List<Policy> policies = new ArrayList<>();
        for (Node node : top.list("policies")) {
            Policy policy = entries.read(node);
            if (policies.stream().anyMatch(other -> other.name().equals(policy.name()))) {
                throw new InvalidYaml(node, "policy " + policy.name() + " is defined twice");
            }
            policies.add(policy);
        }
        return new Policies(policies, environments, delivery, groups);
    }

    private static Map<String, Environment> environments(YamlMapping top) {
        Map<String, Environment> environments = new LinkedHashMap<>();
        top.mapping("environments", "environments", Set.of())
                .ifPresent(all -> all.keys().forEach(name -> {
                    YamlMapping one =
                            new YamlMapping("environment " + name, all.required(name), Set.of("applications"));
                    one.required("applications");
                    List<ApplicationId> applications = one.list("applications").stream()
                            .map(item -> YamlMapping.parse(item, "applications", ApplicationId::parse))
                            .toList();
                    if (applications.isEmpty()) {
                        throw new InvalidYaml(one.node(), "environment " + name + " has no applications");
                    }
                    environments.put(name, new Environment(name, applications));
                }));
        return environments;
    }

    private static Map<String, Delivery> groups(YamlMapping top, Delivery delivery) {
        Map<String, Delivery> groups = new LinkedHashMap<>();
        top.mapping("groups", "groups", Set.of()).ifPresent(all -> all.keys()
                .forEach(name -> groups.put(name, DeliveryReader.read(all.required(name), "group " + name, delivery))));
        return groups;
    }
}
