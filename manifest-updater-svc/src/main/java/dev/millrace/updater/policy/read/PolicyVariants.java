package dev.millrace.updater.policy.read;

import dev.millrace.updater.policy.ImageSet;
import dev.millrace.updater.policy.path.Placeholders;
import dev.millrace.yaml.InvalidYaml;
import dev.millrace.yaml.YamlMapping;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Completes a policy by the defaults, and makes one of it for each of its environments. */
final class PolicyVariants {
    private static final String ENVIRONMENTS = "environments";
    private static final int MAX_ENVIRONMENTS = 50;
    private static final int MAX_IMAGES = 50;

    /** The keys by which a policy is distinguished from others: they have no default, and are the same in all environments. */
    private static final Set<String> IDENTITY = Set.of("name", "namespace", "image", "images", "environment");

    private static final Set<String> KEYS = union(PolicyEntry.KEYS, Set.of(ENVIRONMENTS));
    private static final Set<String> DEFAULT_KEYS = without(KEYS, IDENTITY);
    private static final Set<String> ENVIRONMENT_KEYS = without(PolicyEntry.KEYS, IDENTITY);

    private final Optional<MappingNode> defaults;

    private PolicyVariants(Optional<MappingNode> defaults) {
        this.defaults = defaults;
    }

    /** @param top the file */
    static PolicyVariants of(YamlMapping top) {
        return new PolicyVariants(top.value("defaults").map(node -> mapping("defaults", node, DEFAULT_KEYS)));
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> all = new LinkedHashSet<>(one);
        all.addAll(other);
        return Set.copyOf(all);
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
        Set<String> rest = new LinkedHashSet<>(all);
        rest.removeAll(some);
        return Set.copyOf(rest);
    }

    private static MappingNode mapping(String what, Node node, Set<String> keys) {
        return (MappingNode) new YamlMapping(what, node, keys).node();
    }

    /** The policies that an entry of the file stands for, with {@code environment} instead of {@code environments}. */
    List<MappingNode> of(Node entry) {
        MappingNode own = mapping("a policy", entry, KEYS);
        YamlMapping keys = new YamlMapping("a policy", own, KEYS);
        boolean one = keys.value("environment").isPresent();
        if (one && keys.value(ENVIRONMENTS).isPresent()) {
            throw new InvalidYaml(entry, "a policy needs either 'environment' or 'environments'");
        }
        MappingNode whole = defaults.map(some -> PolicyNodes.overlay(some, own)).orElse(own);
        MappingNode rest = PolicyNodes.without(whole, ENVIRONMENTS::equals);
        Optional<Node> environments =
                one ? Optional.empty() : new YamlMapping("a policy", whole, KEYS).value(ENVIRONMENTS);
        List<MappingNode> inEach = environments.map(node -> inEach(node, rest)).orElse(List.of(rest));
        return inEach.stream().flatMap(policy -> members(policy).stream()).toList();
    }

    /** The members of a set: one policy for each image, with the images of all. */
    private static List<MappingNode> members(MappingNode policy) {
        YamlMapping keys = new YamlMapping("a policy", policy, PolicyEntry.KEYS);
        Optional<Node> images = keys.value("images");
        if (images.isEmpty()) {
            return List.of(policy);
        }
        if (keys.value("image").isPresent()) {
            throw new InvalidYaml(images.get(), "a policy needs either 'image' or 'images'");
        }
        Set<String> names = new LinkedHashSet<>();
        List<MappingNode> members = new ArrayList<>();
        for (Node image : keys.list("images")) {
            String name = YamlMapping.parse(image, "images", text -> ImageSet.memberName("", text));
            if (!names.add(name)) {
                throw new InvalidYaml(image, "two images of 'images' end with " + name.substring(1));
            }
            members.add(PolicyNodes.with(policy, "image", (ScalarNode) image));
        }
        if (members.size() < 2 || members.size() > MAX_IMAGES) {
            throw new InvalidYaml(images.get(), "2 to " + MAX_IMAGES + " images are expected");
        }
        return members;
    }

    /** Returns true if a mistake may be in another place than its policy, or in one of several policies of an entry. */
    boolean isIndirect(Node entry) {
        return defaults.isPresent()
                || new YamlMapping("a policy", entry, KEYS).value(ENVIRONMENTS).isPresent();
    }

    private static List<MappingNode> inEach(Node environments, MappingNode policy) {
        List<MappingNode> all = new ArrayList<>();
        switch (environments) {
            case MappingNode some -> {
                new YamlMapping(ENVIRONMENTS, some, Set.of());
                for (NodeTuple tuple : some.getValue()) {
                    ScalarNode name = (ScalarNode) tuple.getKeyNode();
                    MappingNode own = mapping("environment " + name.getValue(), tuple.getValueNode(), ENVIRONMENT_KEYS);
                    all.add(in(name, PolicyNodes.overlay(policy, own)));
                }
            }
            case SequenceNode some -> some.getValue().forEach(item -> all.add(in(name(item), policy)));
            default -> throw new InvalidYaml(environments, "'environments' of a policy must be a list or a mapping");
        }
        if (all.isEmpty() || all.size() > MAX_ENVIRONMENTS) {
            throw new InvalidYaml(environments, "1 to " + MAX_ENVIRONMENTS + " environments are expected");
        }
        return all;
    }

    private static ScalarNode name(Node item) {
        YamlMapping.parse(item, ENVIRONMENTS, text -> text);
        return (ScalarNode) item;
    }

    private static MappingNode in(ScalarNode environment, MappingNode policy) {
        MappingNode filled =
                (MappingNode) PolicyNodes.fill(policy, Map.of(Placeholders.ENVIRONMENT, environment.getValue()));
        return PolicyNodes.with(filled, "environment", environment);
    }
}
