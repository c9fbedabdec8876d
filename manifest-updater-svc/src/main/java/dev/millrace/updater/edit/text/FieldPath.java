package dev.millrace.updater.edit.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The path of a field in a YAML document: {@code spec.containers[name=web].image}, {@code images[0].newTag},
 * {@code metadata.annotations["example.com/version"]}.
 */
public record FieldPath(List<Step> steps) {
    private static final Pattern STEP = Pattern.compile(
            "\\G(?:(?<first>^)|\\.|(?=\\[))(?:(?<key>[^.\\[\\]\"]+)|\\[(?:(?<index>[0-9]{1,6})|\"(?<quoted>[^\"]+)\""
                    + "|(?<field>[^=\\]\"]+)=(?:\"(?<quotedIs>[^\"]*)\"|(?<is>[^\\]\"]*)))])");

    /** A step down. */
    public sealed interface Step {
        /** A step into a mapping. */
        record Key(String name) implements Step {}

        /** A step into a list, counted from 0. */
        record Index(int index) implements Step {}

        /** A step into the items of a list whose field has a value. */
        record Item(String field, String value) implements Step {}
    }

    public FieldPath {
        steps = List.copyOf(steps);
    }

    /**
     * Parses the text of a path.
     *
     * @throws IllegalArgumentException if it is invalid
     */
    public static FieldPath parse(String text) {
        List<Step> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(text);
        int end = 0;
        while (matcher.find()) {
            steps.add(step(matcher));
            end = matcher.end();
        }
        if (steps.isEmpty() || end != text.length()) {
            throw new IllegalArgumentException("not a field path such as spec.containers[name=web].image: " + text);
        }
        return new FieldPath(steps);
    }

    private static Step step(Matcher matcher) {
        if (matcher.group("index") != null) {
            return new Step.Index(Integer.parseInt(matcher.group("index")));
        }
        if (matcher.group("field") != null) {
            String is = matcher.group("is");
            return new Step.Item(matcher.group("field"), is == null ? matcher.group("quotedIs") : is);
        }
        return new Step.Key(matcher.group("key") == null ? matcher.group("quoted") : matcher.group("key"));
    }

    /** The nodes at this path in a document: more than one if several items of a list have the value. */
    public List<Node> in(Node root) {
        List<Node> nodes = List.of(root.resolved());
        for (Step step : steps) {
            nodes = nodes.stream().flatMap(node -> down(node, step)).distinct().toList();
        }
        return nodes;
    }

    /** The mapping that misses only the last key of this path; none if aliases or lists lead to it. */
    public Optional<Node.Mapping> openIn(Node root) {
        Node node = root;
        for (Step step : steps.subList(0, steps.size() - 1)) {
            Node next = step instanceof Step.Key(String name) && node instanceof Node.Mapping mapping
                    ? mapping.entries().get(name)
                    : null;
            if (next == null) {
                return Optional.empty();
            }
            node = next;
        }
        return steps.getLast() instanceof Step.Key(String name)
                        && node instanceof Node.Mapping mapping
                        && mapping.get(name).isEmpty()
                ? Optional.of(mapping)
                : Optional.empty();
    }

    /** The last key; empty if the path ends with an item of a list. */
    public String lastKey() {
        return steps.getLast() instanceof Step.Key(String name) ? name : "";
    }

    private static Stream<Node> down(Node node, Step step) {
        return switch (step) {
            case Step.Key(String name) ->
                node instanceof Node.Mapping mapping ? mapping.get(name).stream() : Stream.of();
            case Step.Index(int index) ->
                node instanceof Node.Sequence list && index < list.items().size()
                        ? Stream.of(list.items().get(index).resolved())
                        : Stream.of();
            case Step.Item(String field, String value) ->
                node instanceof Node.Sequence list
                        ? list.items().stream().map(Node::resolved).filter(item -> has(item, field, value))
                        : Stream.of();
        };
    }

    private static boolean has(Node item, String field, String value) {
        return item instanceof Node.Mapping mapping
                && mapping.text(field)
                        .filter(text -> text.value().equals(value))
                        .isPresent();
    }
}
