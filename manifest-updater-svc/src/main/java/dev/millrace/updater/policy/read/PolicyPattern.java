package dev.millrace.updater.policy.read;

import dev.millrace.updater.policy.ImageSet;
import dev.millrace.updater.policy.Policy;
import dev.millrace.updater.policy.path.PathTemplate;
import dev.millrace.updater.policy.path.Placeholders;
import dev.millrace.yaml.InvalidYaml;
import dev.millrace.yaml.YamlMapping;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A policy with placeholders in its image. It stands for one policy for each combination of values that the repository's paths have: without a
 * path, a service has no policy, however many images of it there are.
 */
public final class PolicyPattern {
    /** The size of a policy that is repeated for each service. */
    private static final int MAX_NODES = 2_000;

    /** A value for the check of a pattern, before any path is known. */
    private static final String SAMPLE = "x";

    private final MappingNode node;
    private final PolicyEntry entries;
    private final String name;
    private final Set<String> placeholders;
    private final List<PathTemplate> paths;

    private PolicyPattern(MappingNode node, PolicyEntry entries, Set<String> placeholders) {
        this.node = node;
        this.entries = entries;
        this.placeholders = placeholders;
        String written = PolicyNodes.text(node, "name");
        this.name = PolicyNodes.has(node, "images")
                ? ImageSet.memberName(written, PolicyNodes.text(node, "image"))
                : written;
        this.paths = new YamlMapping("a policy", node, Set.of())
                .list("paths").stream()
                        .map(path -> YamlMapping.parse(path, "paths", text -> PathTemplate.of(text, placeholders)))
                        .toList();
    }

    /** Reads a pattern, and checks all that does not depend on the values. */
    static PolicyPattern of(MappingNode node, PolicyEntry entries) {
        Set<String> placeholders = Placeholders.in(PolicyNodes.text(node, "image"));
        YamlMapping policy = new YamlMapping("a policy", node, Set.of());
        if (PolicyNodes.size(node, MAX_NODES) > MAX_NODES) {
            throw new InvalidYaml(node, "a policy with placeholders has at most " + MAX_NODES + " values");
        }
        YamlMapping.parse(policy.required("image"), "image", PolicyPattern::image);
        YamlMapping.parse(policy.required("name"), "name", text -> named(text, placeholders));
        PolicyPattern pattern = new PolicyPattern(node, entries, placeholders);
        if (pattern.paths.stream().noneMatch(pattern::hasValues)) {
            Node where = policy.value("paths").orElse(node);
            throw new InvalidYaml(
                    where,
                    "no path has " + shown(placeholders)
                            + "; the values come from the paths of the repository, as in apps/{service}/**");
        }
        try {
            entries.read(
                    PolicyNodes.fill(node, placeholders.stream().collect(Collectors.toMap(one -> one, one -> SAMPLE))));
        } catch (InvalidYaml e) {
            throw e.in("policy " + pattern.name);
        }
        return pattern;
    }

    /** A placeholder for a whole image or its registry would accept any image. */
    private static String image(String text) {
        if (!Placeholders.in(text.split("/", 2)[0]).isEmpty()) {
            throw new IllegalArgumentException(
                    "a placeholder must follow a registry or a folder, as in registry.example/shop/{service}");
        }
        return text;
    }

    private static String named(String text, Set<String> placeholders) {
        if (!Placeholders.in(text).containsAll(placeholders)) {
            throw new IllegalArgumentException("needs " + shown(placeholders) + ": each policy has its own name");
        }
        return text;
    }

    private static String shown(Set<String> placeholders) {
        return placeholders.stream().map(one -> "{" + one + "}").collect(Collectors.joining(" and "));
    }

    private boolean hasValues(PathTemplate path) {
        return !path.excludes() && path.groups().containsAll(placeholders);
    }

    /** A mistake of the pattern, at its position in the file. */
    PolicyOutcome.Broken mistake(String reason) {
        return PolicyOutcome.Broken.of(new InvalidYaml(node, reason));
    }

    /** The values of all placeholders in a path that the pattern includes and does not exclude. */
    Optional<Map<String, String>> values(String path) {
        return paths.stream()
                .filter(this::hasValues)
                .flatMap(template -> template.values(path).stream())
                .findFirst()
                .filter(values -> paths.stream()
                        .noneMatch(template ->
                                template.excludes() && template.values(path).isPresent()));
    }

    /** The combinations of values in the paths of a repository, in the order of the values. */
    Set<Map<String, String>> values(Collection<String> repository) {
        Set<Map<String, String>> all = new TreeSet<>(Comparator.comparing(values -> new TreeMap<>(values).toString()));
        repository.forEach(path -> values(path).ifPresent(all::add));
        return new LinkedHashSet<>(all);
    }

    /** The name of the policy with these values, as in markers and trailers. */
    String name(Map<String, String> values) {
        String namespace = PolicyNodes.text(node, "namespace");
        return Placeholders.fill((namespace.isEmpty() ? "" : namespace + ":") + name, values, value -> value);
    }

    /**
     * The policy with these values.
     *
     * @throws InvalidYaml if it is a mistake, such as a name that is too long
     */
    Policy policy(Map<String, String> values) {
        try {
            return entries.read(PolicyNodes.fill(node, values)).with(values);
        } catch (InvalidYaml e) {
            throw e.in("policy " + name(values));
        }
    }
}
