package dev.millrace.cluster.application.limit;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.cluster.application.ApplicationSpec;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The maximum sizes of the fields of an Application's spec. A field is written as {@code dependsOn[].ready}; the values of a map are
 * {@code transform.labels[]}.
 */
public final class SpecLimits {
    /** In characters: names, in lists and elsewhere. */
    private static final int NAME = 256;

    private static final int ENTRIES = 100;

    /** In characters, with eight for each value: the whole spec. */
    static final int TOTAL = 512 * 1024;

    private static final int PER_VALUE = 8;

    private static final Map<String, Integer> CHARACTERS = Map.ofEntries(
            entry("source.repository", 2_048),
            entry("source.path", 1_024),
            entry("source.commit", 40),
            entry("dependsOn[].ready", 4_096),
            entry("healthTimeout", 64),
            entry("poll", 64),
            entry("reapply", 64),
            entry("healRules[].after", 64),
            entry("healRules[].windows[].timeZone", 64),
            entry("helm.chart.repository", 2_048),
            entry("helm.valuesFiles[]", 1_024),
            entry("plain.include[]", 1_024),
            entry("plain.exclude[]", 1_024),
            entry("conflicts[].fields[]", 1_024),
            entry("ignore[].fields[]", 1_024),
            entry("confidentialFields[]", 1_024),
            entry("transform.annotations[]", 16_384),
            entry("transform.patches[].patch", 65_536),
            entry("transform.patches[].target.labelSelector", 1_024),
            entry("transform.images[].name", 512),
            entry("transform.images[].newName", 512),
            entry("transform.substitute.values[]", 65_536));

    private static final Map<String, Integer> LENGTHS = Map.ofEntries(
            entry("ignore", 500),
            entry("healRules", 20),
            entry("healRules[].windows", 20),
            entry("transform.images", 500),
            entry("transform.substitute.values", 1_000));

    /** Fields with names of the user's choice. */
    private static final Set<String> MAPS =
            Set.of("transform.labels", "transform.annotations", "transform.substitute.values");

    /** A field of any form: only the total limits it. */
    private static final String FREE = "helm.values";

    private static final ObjectMapper JSON = new ObjectMapper();

    private SpecLimits() {}

    /** Returns the maximum number of characters of a text. */
    public static int characters(String field) {
        return CHARACTERS.getOrDefault(field, NAME);
    }

    /** Returns the maximum number of entries of a list or map. */
    public static int entries(String field) {
        return LENGTHS.getOrDefault(field, ENTRIES);
    }

    /** Returns the first limit that the spec exceeds, and the remedy. */
    public static Optional<String> excess(ApplicationSpec spec) {
        return excess(JSON.<JsonNode>valueToTree(spec));
    }

    private record Part(String field, JsonNode value) {}

    static Optional<String> excess(JsonNode spec) {
        Deque<Part> pending = new ArrayDeque<>();
        pending.add(new Part("", spec));
        long total = 0;
        for (Part part = pending.poll(); part != null; part = pending.poll()) {
            total += PER_VALUE + part.value().asText().length() + namesIn(part.value());
            if (total > TOTAL) {
                return Optional.of("spec is larger than " + TOTAL / 1024
                        + " KiB; move values and patches to files in the repository");
            }
            Optional<String> excess =
                    part.field().isEmpty() || FREE.equals(part.field()) ? Optional.empty() : ofOne(part);
            if (excess.isPresent()) {
                return excess;
            }
            addChildren(part, pending);
        }
        return Optional.empty();
    }

    private static Optional<String> ofOne(Part part) {
        JsonNode value = part.value();
        if (value.isContainerNode()) {
            return value.size() <= entries(part.field())
                    ? longName(part)
                    : Optional.of("spec." + part.field() + " has " + value.size() + " entries; at most "
                            + entries(part.field()) + " are possible");
        }
        int length = value.asText().length();
        return length <= characters(part.field())
                ? Optional.empty()
                : Optional.of("spec." + part.field() + " has " + length + " characters; at most "
                        + characters(part.field()) + " are possible");
    }

    private static Optional<String> longName(Part part) {
        return part.value()
                .propertyStream()
                .filter(property -> property.getKey().length() > NAME)
                .findFirst()
                .map(property -> "spec." + part.field() + " has a name of "
                        + property.getKey().length() + " characters; at most " + NAME + " are possible");
    }

    private static long namesIn(JsonNode value) {
        return value.propertyStream()
                .mapToLong(property -> property.getKey().length())
                .sum();
    }

    private static void addChildren(Part part, Deque<Part> pending) {
        String field = part.field();
        if (FREE.equals(field)) {
            part.value().forEach(child -> pending.add(new Part(field, child)));
        } else if (part.value().isArray() || MAPS.contains(field)) {
            part.value().forEach(child -> pending.add(new Part(field + "[]", child)));
        } else {
            String prefix = field.isEmpty() ? "" : field + ".";
            part.value()
                    .propertyStream()
                    .forEach(property -> pending.add(new Part(prefix + property.getKey(), property.getValue())));
        }
    }
}
