package dev.millrace.builder.configuration;

import dev.millrace.builder.configuration.spec.BuildAccess;
import dev.millrace.builder.configuration.spec.ContextSource;
import dev.millrace.builder.configuration.spec.ImageTest;
import dev.millrace.builder.configuration.spec.PathFilter;
import dev.millrace.builder.configuration.spec.PathPattern;
import dev.millrace.builder.configuration.spec.TagPattern;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Platform;
import dev.millrace.yaml.InvalidYaml;
import dev.millrace.yaml.YamlMapping;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads one image of a configuration. */
final class ImageReader {
    private static final Set<String> KEYS = Set.of(
            "name",
            "context",
            "dockerfile",
            "target",
            "args",
            "labels",
            "platforms",
            "contexts",
            "tests",
            "tagPattern",
            "on",
            "paths",
            "ignore",
            "limits",
            "secrets",
            "ssh");
    private static final int MAX_NAMES = 100;

    /** The limit of the values of one key together, in UTF-8: they are arguments of a program, of which Linux accepts 128 KiB each. */
    private static final int MAX_TEXT_BYTES = 1 << 16;

    private ImageReader() {}

    static ImageSpec image(Node node, ImageDefaults defaults) {
        YamlMapping image = new YamlMapping("an image", node, KEYS);
        ImageName name = YamlMapping.parse(image.required("name"), "name", ImageName::new);
        String context = image.parsed("context", RepositoryPath::folder).orElse("");
        List<ImageTest> tests = TestsReader.tests(image);
        List<TagPattern> tags = FilterReader.tagPatterns(image);
        return new ImageSpec(
                name,
                context,
                image.parsed("dockerfile", text -> RepositoryPath.file(text, context))
                        .orElse("Dockerfile"),
                image.parsed("target", Forms::stage),
                texts(image, "args", Forms::argument),
                platforms(image),
                texts(image, "labels", Forms::label),
                image.value("contexts").map(ImageReader::contexts).orElseGet(TreeMap::new),
                tests.isEmpty() ? defaults.tests() : tests,
                new BuildAccess(names(image, "secrets"), names(image, "ssh")),
                LimitsReader.limits(image).or(defaults.limits()),
                tags.isEmpty() ? defaults.tagPatterns() : tags,
                FilterReader.refs(image).or(defaults::refs),
                paths(image, defaults));
    }

    private static List<Platform> platforms(YamlMapping image) {
        return image.list("platforms").stream()
                .map(platform -> YamlMapping.parse(platform, "platforms", Platform::new))
                .distinct()
                .toList();
    }

    private static PathFilter paths(YamlMapping image, ImageDefaults defaults) {
        List<PathPattern> ignore = Stream.concat(
                        defaults.ignore().stream(), FilterReader.paths(image, "ignore").stream())
                .toList();
        return new PathFilter(FilterReader.paths(image, "paths"), ignore, defaults.shared());
    }

    /** Names in alphabetical order, each once. */
    private static List<String> names(YamlMapping image, String key) {
        return Forms.boundedList(image, key, MAX_NAMES).stream()
                .map(name -> YamlMapping.parse(name, key, Forms::id))
                .distinct()
                .sorted()
                .toList();
    }

    private static SortedMap<String, String> texts(YamlMapping image, String key, Consumer<String> name) {
        Optional<YamlMapping> mapping = image.mapping(key, "'" + key + "'", Set.of());
        mapping.ifPresent(values -> checkNames(values, key, name));
        SortedMap<String, String> texts = mapping.map(YamlMapping::textsByKey).orElseGet(TreeMap::new);
        int bytes = texts.values().stream()
                .mapToInt(text -> text.getBytes(StandardCharsets.UTF_8).length)
                .sum();
        if (bytes > MAX_TEXT_BYTES) {
            throw new InvalidYaml(
                    image.required(key),
                    "the values of '" + key + "' have " + bytes + " bytes; at most " + MAX_TEXT_BYTES
                            + " are possible");
        }
        return texts;
    }

    private static SortedMap<String, ContextSource> contexts(Node node) {
        YamlMapping mapping = new YamlMapping("'contexts'", node, Set.of());
        checkNames(mapping, "contexts", Forms::context);
        SortedMap<String, ContextSource> contexts = new TreeMap<>();
        for (String name : mapping.keys()) {
            contexts.put(name, context(mapping, name));
        }
        return contexts;
    }

    /** A folder as a text, or an image as a mapping. */
    private static ContextSource context(YamlMapping contexts, String name) {
        Node value = contexts.required(name);
        if (value instanceof ScalarNode) {
            return new ContextSource.Folder(YamlMapping.parse(value, name, RepositoryPath::folder));
        }
        YamlMapping image = new YamlMapping("a context", value, Set.of("image"));
        return new ContextSource.Image(YamlMapping.parse(image.required("image"), "image", Forms::image));
    }

    private static void checkNames(YamlMapping mapping, String what, Consumer<String> form) {
        if (mapping.keys().size() > MAX_NAMES) {
            throw new InvalidYaml(mapping.node(), "'" + what + "' has more than " + MAX_NAMES + " names");
        }
        for (String name : mapping.keys()) {
            try {
                form.accept(name);
            } catch (IllegalArgumentException e) {
                throw new InvalidYaml(mapping.required(name), "'" + what + "': " + e.getMessage());
            }
        }
    }
}
