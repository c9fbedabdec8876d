package dev.millrace.updater.migrate.renovate;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.millrace.updater.edit.find.WrittenImage;
import dev.millrace.updater.migrate.Settings;
import dev.millrace.updater.migrate.SourceFiles;
import dev.millrace.updater.policy.UserPattern;
import dev.millrace.yaml.InvalidYaml;
import dev.millrace.yaml.YamlMapping;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Finds images in files as Renovate's managers do. */
final class Managers {
    private static final int MAX_IMAGES = 10_000;
    private static final int MAX_MATCHES = 200;

    private final SourceFiles files;
    private final List<DetectedImage> found = new ArrayList<>();

    Managers(SourceFiles files) {
        this.files = files;
    }

    List<DetectedImage> found() {
        return List.copyOf(found);
    }

    private void add(DetectedImage image) {
        if (found.size() < MAX_IMAGES
                && !image.name().isBlank()
                && !image.name().contains("{")) {
            found.add(image);
        }
    }

    /** Entries of {@code images} in kustomizations. */
    void kustomize(Predicate<String> matching) {
        each(matching, (file, root) -> {
            for (Node entry : new YamlMapping("kustomization", root, Set.of()).list("images")) {
                YamlMapping image = new YamlMapping("an image", entry, Set.of());
                String tag = text(image, "newTag");
                String name = text(image, "newName").isEmpty() ? text(image, "name") : text(image, "newName");
                if (!tag.isEmpty() || !text(image, "digest").isEmpty()) {
                    add(new DetectedImage(
                            "kustomize", file, name, tag, !text(image, "digest").isEmpty(), "kustomize"));
                }
            }
        });
    }

    /** Mappings with {@code repository} and {@code tag} in values of charts. */
    void helmValues(Predicate<String> matching) {
        each(matching, (file, root) -> values(file, root, "", seen()));
    }

    /** Recurses as deep as the document, which is bounded. */
    private void values(String file, Node node, String path, Set<Node> seen) {
        if (!(node instanceof MappingNode mapping) || !seen.add(node)) {
            return;
        }
        YamlMapping values = new YamlMapping("values", mapping, Set.of());
        String repository = text(values, "repository");
        String tag = text(values, "tag");
        if (!path.isEmpty() && !repository.isEmpty() && !tag.isEmpty()) {
            String registry = text(values, "registry");
            Map<String, Object> place = new LinkedHashMap<>();
            place.put("repository", path + ".repository");
            place.put("tag", path + ".tag");
            boolean digested = !text(values, "digest").isEmpty();
            if (digested) {
                place.put("digest", path + ".digest");
            }
            add(new DetectedImage(
                    "helm-values",
                    file,
                    (registry.isEmpty() ? "" : registry + "/") + repository,
                    tag,
                    digested,
                    Map.of("values", place)));
        }
        for (NodeTuple tuple : mapping.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key) {
                values(file, tuple.getValueNode(), path.isEmpty() ? step(key) : path + dotted(key), seen);
            }
        }
    }

    private static String step(ScalarNode key) {
        return key.getValue().matches("[^.\\[\\]\"]+") ? key.getValue() : "[\"" + key.getValue() + "\"]";
    }

    private static String dotted(ScalarNode key) {
        String step = step(key);
        return step.startsWith("[") ? step : "." + step;
    }

    /** Containers of manifests. */
    void kubernetes(Predicate<String> matching) {
        each(matching, (file, root) -> {
            if (root instanceof MappingNode
                    && new YamlMapping("object", root, Set.of()).value("kind").isPresent()) {
                containers(file, root, seen());
            }
        });
    }

    private void containers(String file, Node node, Set<Node> seen) {
        if (!seen.add(node)) {
            return;
        }
        switch (node) {
            case MappingNode mapping -> {
                for (NodeTuple tuple : mapping.getValue()) {
                    if (tuple.getKeyNode() instanceof ScalarNode key
                            && key.getValue().equals("image")
                            && tuple.getValueNode() instanceof ScalarNode image) {
                        reference(file, image.getValue().strip());
                    } else {
                        containers(file, tuple.getValueNode(), seen);
                    }
                }
            }
            case SequenceNode list -> list.getValue().forEach(item -> containers(file, item, seen));
            default -> {}
        }
    }

    private void reference(String file, String reference) {
        WrittenImage image = WrittenImage.of(reference);
        boolean pinned = !image.digest().isEmpty();
        if (!image.tag().isEmpty() || pinned) {
            add(new DetectedImage("kubernetes", file, image.name(), image.tag(), pinned, "containers"));
        }
    }

    /**
     * The matches of an expression of a user.
     *
     * @param settings of the manager, for notes
     * @param expression with the groups {@code depName}, {@code currentValue} and {@code currentDigest}
     */
    void custom(Predicate<String> matching, Settings settings, String expression, Optional<String> name) {
        Pattern pattern;
        try {
            pattern = UserPattern.compile(expression, Pattern.MULTILINE);
        } catch (IllegalArgumentException e) {
            settings.lost("matchStrings", expression + ": " + e.getMessage());
            return;
        }
        Set<String> groups = pattern.namedGroups().keySet();
        if (!groups.contains("currentValue") && !groups.contains("currentDigest")) {
            settings.lost("matchStrings", expression + ": it has neither currentValue nor currentDigest");
            return;
        }
        Object place = Map.of("regex", ours(expression, groups));
        for (String file : files.paths()) {
            if (matching.test(file)) {
                Matcher matches = pattern.matcher(files.text(file).orElse(""));
                for (int count = 0; count < MAX_MATCHES && matches.find(); count++) {
                    if (!group(matches, groups, "datasource").orElse("docker").equals("docker")) {
                        continue;
                    }
                    String image = group(matches, groups, "packageName")
                            .or(() -> group(matches, groups, "depName"))
                            .or(() -> name)
                            .orElse("");
                    add(new DetectedImage(
                            "custom.regex",
                            file,
                            image,
                            group(matches, groups, "currentValue").orElse(""),
                            group(matches, groups, "currentDigest").isPresent(),
                            place));
                }
            }
        }
    }

    /** The same expression with the names of our groups; groups without a meaning for us lose their name. */
    private static String ours(String expression, Set<String> groups) {
        String result = expression;
        for (String group : groups) {
            String name =
                    switch (group) {
                        case "currentValue" -> "?<tag>";
                        case "currentDigest" -> "?<digest>";
                        case "depName" -> groups.contains("packageName") ? "?:" : "?<name>";
                        case "packageName" -> "?<name>";
                        default -> "?:";
                    };
            result = result.replace("?P<" + group + ">", name).replace("?<" + group + ">", name);
        }
        return result;
    }

    private static Optional<String> group(Matcher matches, Set<String> groups, String name) {
        return groups.contains(name) ? Optional.ofNullable(matches.group(name)) : Optional.empty();
    }

    /** Aliases lead to a node more than once, or even to itself. */
    private static Set<Node> seen() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    private interface Visitor {
        void visit(String file, Node root);
    }

    private void each(Predicate<String> matching, Visitor visitor) {
        for (String file : files.paths()) {
            if (matching.test(file)) {
                for (Node root : files.documents(file)) {
                    try {
                        visitor.visit(file, root);
                    } catch (InvalidYaml e) {
                        // Another kind of file; Renovate leaves it out too.
                    }
                }
            }
        }
    }

    private static String text(YamlMapping mapping, String key) {
        return mapping.value(key)
                .filter(ScalarNode.class::isInstance)
                .map(node -> ((ScalarNode) node).getValue().strip())
                .orElse("");
    }
}
