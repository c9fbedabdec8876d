package dev.millrace.drift.serve;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.events.DriftDetected;
import dev.millrace.events.DriftDetected.Change;
import dev.millrace.events.DriftDetected.FieldDrift;
import dev.millrace.messaging.log.OneLine;
import java.util.List;
import java.util.Optional;

/** A drift as a unified diff from the applied to the live state, one hunk per field. */
final class UnifiedDiff {
    private static final String NOTHING = "/dev/null";

    private final StringBuilder text = new StringBuilder();
    private int oldLine = 1;
    private int newLine = 1;

    private UnifiedDiff() {}

    static String of(DriftDetected event) {
        UnifiedDiff diff = new UnifiedDiff();
        String object = printable(event.object().toString());
        String applied = "applied/" + object
                + event.revision().map(revision -> "\t" + revision.shortForm()).orElse("");
        diff.text
                .append("--- ")
                .append(event.change() == Change.Extra ? NOTHING : applied)
                .append("\n+++ ")
                .append(event.change() == Change.Missing ? NOTHING : "live/" + object)
                .append('\n');
        event.fields().forEach(diff::hunk);
        event.fieldsOmitted()
                .ifPresent(count -> diff.text.append("# ").append(count).append(" more fields differ\n"));
        return diff.text.toString();
    }

    private void hunk(FieldDrift field) {
        List<String> before = lines(field, field.desired(), "applied");
        List<String> after = lines(field, field.live(), "live");
        text.append("@@ -%d,%d +%d,%d @@ %s%s\n"
                .formatted(oldLine, before.size(), newLine, after.size(), printable(field.path()), actor(field)));
        before.forEach(line -> text.append('-').append(line).append('\n'));
        after.forEach(line -> text.append('+').append(line).append('\n'));
        oldLine += before.size();
        newLine += after.size();
    }

    private static List<String> lines(FieldDrift field, Optional<JsonNode> value, String side) {
        if (field.redacted()) {
            return List.of("(confidential value, " + side + ")");
        }
        if (value.isEmpty()) {
            return field.shortened().isPresent()
                            && field.desired().isEmpty()
                            && field.live().isEmpty()
                    ? List.of("(large value, " + side + ")")
                    : List.of();
        }
        JsonNode node = value.get();
        String content = node.isContainerNode() ? node.toPrettyString() : node.asText();
        return content.lines().map(UnifiedDiff::printable).toList();
    }

    private static String actor(FieldDrift field) {
        StringBuilder actor = new StringBuilder();
        field.manager().ifPresent(manager -> actor.append(" by ").append(printable(manager)));
        field.operation().ifPresent(operation -> actor.append(' ').append(printable(operation)));
        field.subresource().ifPresent(part -> actor.append(" of ").append(printable(part)));
        field.time().ifPresent(time -> actor.append(" at ").append(time));
        return actor.toString();
    }

    /** A character that a terminal would act on, or that ends a line, is shown as its code. */
    private static String printable(String line) {
        StringBuilder printable = new StringBuilder(line.length());
        line.chars().forEach(c -> {
            if (OneLine.isEscaped(c)) {
                printable.append("\\u%04x".formatted(c));
            } else {
                printable.append((char) c);
            }
        });
        return printable.toString();
    }
}
