package dev.millrace.builder.configuration;

import dev.millrace.builder.configuration.spec.NamePattern;
import dev.millrace.builder.configuration.spec.PathPattern;
import dev.millrace.builder.configuration.spec.RefFilter;
import dev.millrace.builder.configuration.spec.TagPattern;
import dev.millrace.yaml.InvalidYaml;
import dev.millrace.yaml.YamlMapping;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads the refs and paths that images are built for, and their tag patterns. */
final class FilterReader {
    private static final int MAX_PATTERNS = 50;
    private static final int MAX_TAGS = 10;

    private FilterReader() {}

    static Optional<RefFilter> refs(YamlMapping mapping) {
        return mapping.mapping("on", "'on'", Set.of("branches", "tags")).map(on -> {
            if (on.keys().isEmpty()) {
                throw new InvalidYaml(on.node(), "'on' needs 'branches' or 'tags'");
            }
            return new RefFilter(patterns(on, "branches", NamePattern::new), patterns(on, "tags", NamePattern::new));
        });
    }

    static List<PathPattern> paths(YamlMapping mapping, String key) {
        return patterns(mapping, key, PathPattern::new);
    }

    /** One pattern, or a list of them. */
    static List<TagPattern> tagPatterns(YamlMapping mapping) {
        Optional<Node> value = mapping.value("tagPattern");
        if (value.isEmpty()) {
            return List.of();
        }
        List<Node> items = value.get() instanceof SequenceNode
                ? Forms.boundedList(mapping, "tagPattern", MAX_TAGS)
                : List.of(value.get());
        return items.stream()
                .map(item -> YamlMapping.parse(item, "tagPattern", TagPattern::new))
                .distinct()
                .toList();
    }

    private static <T> List<T> patterns(YamlMapping mapping, String key, Function<String, T> parser) {
        return Forms.boundedList(mapping, key, MAX_PATTERNS).stream()
                .map(item -> YamlMapping.parse(item, key, parser))
                .toList();
    }
}
