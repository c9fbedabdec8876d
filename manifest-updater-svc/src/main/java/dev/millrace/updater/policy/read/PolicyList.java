package dev.millrace.updater.policy.read;

import dev.millrace.updater.policy.Policy;
import dev.millrace.updater.policy.path.Placeholders;
import dev.millrace.yaml.InvalidYaml;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** The policies of a file: those without placeholders, and the patterns. */
final class PolicyList {
    /** The number of policies in a file, before patterns are expanded. */
    private static final int MAX_POLICIES = 5_000;

    private final PolicyVariants variants;
    private final PolicyEntry entries;
    private final Set<String> names = new HashSet<>();
    private final List<Policy> policies = new ArrayList<>();
    private final List<PolicyPattern> patterns = new ArrayList<>();

    PolicyList(PolicyVariants variants, PolicyEntry entries) {
        this.variants = variants;
        this.entries = entries;
    }

    List<Policy> policies() {
        return List.copyOf(policies);
    }

    List<PolicyPattern> patterns() {
        return List.copyOf(patterns);
    }

    /** Adds what an entry of the file stands for. */
    void add(Node entry) {
        for (MappingNode policy : variants.of(entry)) {
            if (names.size() >= MAX_POLICIES) {
                throw new InvalidYaml(entry, "at most " + MAX_POLICIES + " policies are expected");
            }
            String name = read(entry, policy);
            if (!names.add(name)) {
                throw new InvalidYaml(entry, "policy " + name + " is defined twice");
            }
        }
    }

    /** Reads one policy, and returns its name. */
    private String read(Node entry, MappingNode policy) {
        if (!Placeholders.in(PolicyNodes.text(policy, "image")).isEmpty()) {
            PolicyPattern pattern = PolicyPattern.of(policy, entries);
            patterns.add(pattern);
            return pattern.name(Map.of());
        }
        try {
            Policy plain = entries.read(policy);
            policies.add(plain);
            return plain.name();
        } catch (InvalidYaml e) {
            throw variants.isIndirect(entry) ? e.in("policy " + PolicyNodes.text(policy, "name")) : e;
        }
    }
}
