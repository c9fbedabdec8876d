package dev.millrace.builder.configuration;

import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Platform;
import dev.millrace.yaml.InvalidYaml;
import dev.millrace.yaml.YamlDocument;
import dev.millrace.yaml.YamlMapping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads a build configuration (YAML 1.2). An error is a result with its position; an invalid value never falls back to a default. */
public final class BuildConfigurationReader {
    private static final Pattern STAGE = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]*");
    private static final Pattern ARGUMENT = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
    private static final Map<String, TagRule> TAG_RULES =
            Arrays.stream(TagRule.values()).collect(Collectors.toMap(TagRule::text, rule -> rule));

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
        YamlMapping top = new YamlMapping("the configuration", root, Set.of("images", "test", "tag"));
        Node imagesNode = top.required("images");
        List<ImageSpec> images = new ArrayList<>();
        for (Node node : top.list("images")) {
            ImageSpec image = image(node);
            if (images.stream().anyMatch(other -> other.name().equals(image.name()))) {
                throw new InvalidYaml(node, "image " + image.name() + " is listed twice");
            }
            images.add(image);
        }
        if (images.isEmpty()) {
            throw new InvalidYaml(imagesNode, "'images' is empty; add an image");
        }
        Optional<String> testStage = top.value("test").map(BuildConfigurationReader::testStage);
        return new BuildConfiguration(
                images, testStage, top.word("tag", TAG_RULES).orElse(TagRule.COMMIT));
    }

    private static String testStage(Node node) {
        YamlMapping test = new YamlMapping("'test'", node, Set.of("stage"));
        return YamlMapping.parse(test.required("stage"), "stage", BuildConfigurationReader::stage);
    }

    private static ImageSpec image(Node node) {
        YamlMapping image = new YamlMapping(
                "an image", node, Set.of("name", "context", "dockerfile", "target", "args", "platforms"));
        return new ImageSpec(
                YamlMapping.parse(image.required("name"), "name", ImageName::new),
                image.parsed("context", BuildConfigurationReader::path).orElse(""),
                image.parsed("dockerfile", BuildConfigurationReader::file).orElse("Dockerfile"),
                image.parsed("target", BuildConfigurationReader::stage),
                image.value("args").map(BuildConfigurationReader::arguments).orElseGet(TreeMap::new),
                image.list("platforms").stream()
                        .map(platform -> YamlMapping.parse(platform, "platforms", Platform::new))
                        .distinct()
                        .toList());
    }

    private static SortedMap<String, String> arguments(Node node) {
        SortedMap<String, String> arguments = new YamlMapping("'args'", node, Set.of()).textsByKey();
        for (String name : arguments.keySet()) {
            if (!ARGUMENT.matcher(name).matches()) {
                throw new InvalidYaml(node, "'args': not the name of a build argument: " + name);
            }
        }
        return arguments;
    }

    private static String stage(String text) {
        if (!STAGE.matcher(text).matches()) {
            throw new IllegalArgumentException("not the name of a Dockerfile stage: " + text);
        }
        return text;
    }

    private static String file(String text) {
        String path = path(text);
        if (path.isEmpty()) {
            throw new IllegalArgumentException("not the path of a file: " + text);
        }
        return path;
    }

    /** A normalized path below the root, without empty, {@code .} or {@code ..} parts. */
    private static String path(String text) {
        String trimmed = text.replaceAll("/+$", "");
        if (text.startsWith("/")
                || text.contains("\\")
                || Arrays.asList(trimmed.split("/")).contains("..")) {
            throw new IllegalArgumentException("not a path below the repository's root: " + text);
        }
        return Arrays.stream(trimmed.split("/"))
                .filter(part -> !part.isEmpty() && !part.equals("."))
                .collect(Collectors.joining("/"));
    }
}
