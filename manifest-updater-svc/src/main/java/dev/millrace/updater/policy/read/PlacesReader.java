package dev.millrace.updater.policy.read;

import com.google.re2j.Pattern;
import dev.millrace.updater.edit.find.Finder;
import dev.millrace.updater.edit.find.Part;
import dev.millrace.updater.edit.text.FieldPath;
import dev.millrace.updater.policy.PlaceRules;
import dev.millrace.updater.policy.UserPattern;
import dev.millrace.yaml.InvalidYaml;
import dev.millrace.yaml.YamlMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads the finders of a policy's places. */
final class PlacesReader {
    private static final Map<String, Finder> WORDS =
            Map.of("kustomize", new Finder.Kustomize(), "containers", new Finder.Containers());
    private static final Map<String, Part> PARTS = Map.of(
            "reference", Part.REFERENCE,
            "name", Part.NAME,
            "tag", Part.TAG,
            "digest", Part.DIGEST);
    private static final Set<String> GROUPS = Set.of("image", "name", "tag", "digest");

    private PlacesReader() {}

    static List<Finder> read(YamlMapping policy) {
        List<Finder> finders = new ArrayList<>();
        if (policy.value("places").isPresent()) {
            policy.list("places").forEach(node -> finders.add(finder(node)));
        } else {
            finders.addAll(PlaceRules.MARKERS.finders());
        }
        policy.text("comment").map(Finder.Comment::new).ifPresent(finders::add);
        return finders.stream().distinct().toList();
    }

    private static Finder finder(Node node) {
        if (node instanceof ScalarNode) {
            return YamlMapping.parse(node, "places", word -> {
                Finder finder = WORDS.get(word);
                if (finder == null) {
                    throw new IllegalArgumentException("kustomize, containers, or a mapping is expected, not " + word);
                }
                return finder;
            });
        }
        YamlMapping place =
                new YamlMapping("a place", node, Set.of("comment", "values", "path", "part", "chart", "regex"));
        long ways = place.keys().stream().filter(key -> !key.equals("part")).count();
        if (ways != 1 || (place.value("part").isPresent() && place.value("path").isEmpty())) {
            throw new InvalidYaml(node, "a place needs exactly one of comment, values, path (with part), chart, regex");
        }
        return place.text("comment")
                .<Finder>map(Finder.Comment::new)
                .or(() -> place.text("chart").map(Finder.Chart::new))
                .or(() -> place.parsed("regex", text -> new Finder.Text(expression(text))))
                .or(() -> place.parsed("path", FieldPath::parse)
                        .map(path ->
                                new Finder.Field(path, place.word("part", PARTS).orElse(Part.TAG))))
                .orElseGet(() -> values(place));
    }

    private static Finder values(YamlMapping place) {
        YamlMapping values = new YamlMapping("values", place.required("values"), Set.of("repository", "tag", "digest"));
        if (values.keys().isEmpty()) {
            throw new InvalidYaml(values.node(), "'values' needs at least one of repository, tag, digest");
        }
        return new Finder.HelmValues(
                values.parsed("repository", FieldPath::parse),
                values.parsed("tag", FieldPath::parse),
                values.parsed("digest", FieldPath::parse));
    }

    private static Pattern expression(String text) {
        Pattern pattern = UserPattern.compile(text, Pattern.MULTILINE);
        if (pattern.namedGroups().keySet().stream().noneMatch(GROUPS::contains)) {
            throw new IllegalArgumentException("needs a group named image, name, tag or digest, such as (?<tag>\\S+)");
        }
        return pattern;
    }
}
