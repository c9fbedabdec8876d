package dev.millrace.updater.edit.find;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.Tag;
import dev.millrace.updater.edit.text.Node;
import dev.millrace.updater.edit.text.Scalar;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A value that follows a policy.
 *
 * @param field the path in the file, such as {@code images[0].newTag}; {@code $} for a document that is just the value
 * @param line from 1
 * @param current the current value
 * @param start its start, in UTF-16 units
 * @param scalar the value of a YAML or JSON file; empty in other text
 * @param followers the fields that also have it, through an alias
 * @param registry the registry of its name, if that is a value of its own; otherwise empty
 */
public record Place(
        String policy,
        Part part,
        String field,
        int line,
        String current,
        int start,
        int end,
        Optional<Scalar> scalar,
        List<String> followers,
        String registry) {
    /** The beginning of the field of a value that an expression matched. */
    public static final String MATCH = "match[";

    private static final Set<String> LABELS =
            Set.of("labels", "matchLabels", "commonLabels", "podLabels", "nodeSelector");
    private static final Pattern CHART_VERSION =
            Pattern.compile("dependencies\\[.*]\\.version|spec\\.chart\\.spec\\.version|helmCharts\\[.*]\\.version");

    public Place {
        followers = List.copyOf(followers);
    }

    /** The value, without the text around the image. */
    public WrittenValue value() {
        return WrittenValue.of(current);
    }

    /** The tag in the place, if there is one. */
    public Optional<Tag> tag() {
        return tagIn(part, current);
    }

    /** The digest in the place, if there is one. */
    public Optional<Digest> digest() {
        return digestIn(part, current);
    }

    /** The tag in the value of a place, if there is one. */
    public static Optional<Tag> tagIn(Part part, String current) {
        WrittenImage image = WrittenImage.of(WrittenValue.of(current).image());
        return switch (part) {
            case REFERENCE -> parsed(image.tag(), Tag::new);
            case TAG -> parsed(beforeDigest(WrittenValue.of(current).image()).replace('+', '_'), Tag::new);
            case NAME, DIGEST -> Optional.empty();
        };
    }

    /** The digest in the value of a place, if there is one. */
    public static Optional<Digest> digestIn(Part part, String current) {
        String image = WrittenValue.of(current).image();
        return switch (part) {
            case REFERENCE, TAG -> parsed(WrittenImage.of(image).digest(), Digest::new);
            case DIGEST -> parsed(image, Digest::new);
            case NAME -> Optional.empty();
        };
    }

    /** The values of one mapping or of one match have this in common: they are replaced together. */
    public String owner() {
        int end = Math.max(field.lastIndexOf('.'), field.lastIndexOf('['));
        return policy + " " + (end < 0 ? "" : field.substring(0, end));
    }

    /** Returns true if the value is a label of Kubernetes, whose form is narrower than that of an image. */
    public boolean isLabel() {
        return scalar.filter(Place::isLabel).isPresent();
    }

    /** Returns true if a value is a label of Kubernetes. */
    public static boolean isLabel(Scalar scalar) {
        return scalar.parent() instanceof Node.Mapping mapping && LABELS.contains(mapping.key());
    }

    /** Returns true if the value is the version of a chart: in a Chart.yaml, a HelmRelease or a kustomization. */
    public boolean isChartVersion() {
        return current.contains("+") || CHART_VERSION.matcher(field).find();
    }

    /** Returns true if an expression matched the value. */
    public boolean isMatch() {
        return field.startsWith(MATCH);
    }

    private static String beforeDigest(String text) {
        return text.contains("@") ? text.substring(0, text.indexOf('@')) : text;
    }

    private static <T> Optional<T> parsed(String text, Function<String, T> parser) {
        try {
            return Optional.of(parser.apply(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
