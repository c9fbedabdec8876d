package dev.millrace.builder.configuration;

import dev.millrace.builder.configuration.spec.PathFilter;
import dev.millrace.builder.configuration.spec.RequestUse;
import dev.millrace.yaml.InvalidYaml;
import dev.millrace.yaml.YamlDocument;
import dev.millrace.yaml.YamlMapping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads a build configuration (YAML 1.2). An error is a result with its position; an invalid value never falls back to a default. */
public final class BuildConfigurationReader {
    private static final int MAX_IMAGES = 100;
    private static final int MAX_PATTERNS = 1000;
    private static final Set<String> KEYS = Set.of(
            "images", "test", "tests", "tag", "tagPattern", "describe", "on", "ignore", "shared", "limits", "requests");
    private static final Map<String, TagRule> TAG_RULES =
            Arrays.stream(TagRule.values()).collect(Collectors.toMap(TagRule::text, rule -> rule));
    private static final Map<String, RequestUse> REQUEST_USES =
            Arrays.stream(RequestUse.values()).collect(Collectors.toMap(RequestUse::text, use -> use));

    private BuildConfigurationReader() {}

    /** Reads the configuration from a text. */
    public static ConfigurationOutcome read(byte[] text) {
        try {
            return new ConfigurationOutcome.Valid(configuration(YamlDocument.root(text, "images")));
        } catch (InvalidYaml e) {
            return new ConfigurationOutcome.Invalid(e.line(), e.column(), e.reason());
        }
    }

    private static BuildConfiguration configuration(Node root) {
        YamlMapping top = new YamlMapping("the configuration", root, KEYS);
        top.required("images");
        exclude(top, "test", "tests");
        exclude(top, "tag", "tagPattern");
        return new BuildConfiguration(
                images(top),
                top.mapping("test", "'test'", Set.of("stage"))
                        .map(test -> YamlMapping.parse(test.required("stage"), "stage", Forms::stage)),
                top.word("tag", TAG_RULES).orElse(TagRule.COMMIT),
                top.mapping("describe", "'describe'", Set.of("match"))
                        .map(describe -> YamlMapping.parse(describe.required("match"), "match", Forms::tagGlob)),
                top.word("requests", REQUEST_USES).orElse(RequestUse.IGNORE));
    }

    private static void exclude(YamlMapping mapping, String one, String other) {
        Optional<Node> second = mapping.value(other);
        if (second.isPresent() && mapping.value(one).isPresent()) {
            throw new InvalidYaml(second.get(), "'" + one + "' and '" + other + "' exclude each other; remove one");
        }
    }

    private static List<ImageSpec> images(YamlMapping top) {
        ImageDefaults defaults = ImageDefaults.read(top);
        List<Node> nodes = Forms.boundedList(top, "images", MAX_IMAGES);
        List<ImageSpec> images = new ArrayList<>();
        Set<String> names = new HashSet<>();
        int patterns = 0;
        for (Node node : nodes) {
            ImageSpec image = ImageReader.image(node, defaults);
            if (!names.add(image.name().value())) {
                throw new InvalidYaml(node, "image " + image.name() + " is listed twice");
            }
            patterns += patterns(image.paths());
            if (patterns > MAX_PATTERNS) {
                throw new InvalidYaml(node, "more than " + MAX_PATTERNS + " patterns of paths in all images together");
            }
            images.add(image);
        }
        return images;
    }

    private static int patterns(PathFilter filter) {
        return filter.paths().size() + filter.ignore().size() + filter.shared().size();
    }
}
