package dev.millrace.updater.migrate.flux;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Translates the message templates of Flux, which are Go's, into those of a delivery. Loops over images and changes, their fields, and what is constant
 * for one automation are translated; anything else is refused, because half a message would mislead.
 *
 * @see <a href="https://fluxcd.io/flux/components/image/imageupdateautomations/#message-template">Flux: message template</a>
 */
final class GoTemplate {
    private static final int MAX_LENGTH = 4_000;
    private static final Pattern ACTION =
            Pattern.compile("\\{\\{(?<left>-\\s)?\\s*(?<code>[^{}]*?)\\s*(?<right>\\s-)?}}");
    private static final Pattern RANGE = Pattern.compile(
            "range\\s+(?:(?:\\$(?<key>\\w*)\\s*,\\s*)?\\$(?<value>\\w+)\\s*:=\\s*)?(?<what>[.$][\\w.]*)");
    private static final Pattern FIELD = Pattern.compile("(?:\\$(?<variable>\\w+))?(?<path>(?:\\.\\w*)*)");

    /** The meaning of a variable, or of the dot. */
    private enum Meaning {
        IMAGE,
        CHANGE,
        PATH,
        OBJECT,
        CHANGES_OF_OBJECT,
        NOTHING
    }

    /** A loop: what its dot means, and whether it is one in the result too. */
    private record Loop(Meaning dot, boolean written) {}

    private final Map<String, String> constants;
    private final Map<String, Meaning> variables = new HashMap<>();
    private final Deque<Loop> loops = new ArrayDeque<>();
    private final StringBuilder result = new StringBuilder();

    private GoTemplate(Map<String, String> constants) {
        this.constants = constants;
    }

    /**
     * Translates a template.
     *
     * @param constants the values that do not depend on a commit, by expression, such as {@code .AutomationObject.Name}
     * @throws IllegalArgumentException with the expression that our templates do not have
     */
    static String translate(String template, Map<String, String> constants) {
        if (template.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a template has at most " + MAX_LENGTH + " characters");
        }
        GoTemplate go = new GoTemplate(constants);
        List<String> parts = new ArrayList<>();
        Matcher actions = ACTION.matcher(template);
        int end = 0;
        boolean trims = false;
        while (actions.find()) {
            String text = template.substring(end, actions.start());
            text = trims ? text.stripLeading() : text;
            parts.add(actions.group("left") == null ? text : text.stripTrailing());
            parts.add(actions.group("code"));
            trims = actions.group("right") != null;
            end = actions.end();
        }
        parts.add(trims ? template.substring(end).stripLeading() : template.substring(end));
        for (int i = 0; i < parts.size(); i++) {
            if (i % 2 == 0) {
                go.text(parts.get(i));
            } else {
                go.action(parts.get(i));
            }
        }
        if (!go.loops.isEmpty()) {
            throw new IllegalArgumentException("a range has no end");
        }
        return go.result.toString();
    }

    private void text(String text) {
        if (text.contains("{{")) {
            throw new IllegalArgumentException("not a template of Go: " + text.strip());
        }
        // A brace before a letter would begin an expression of ours.
        result.append(text.replace("{", "\\{"));
    }

    private void action(String code) {
        Matcher range = RANGE.matcher(code);
        if (code.startsWith("/*")) {
            return;
        }
        if (code.equals("end")) {
            end();
        } else if (range.matches()) {
            begin(range, code);
        } else {
            result.append(value(code));
        }
    }

    private void end() {
        if (loops.isEmpty()) {
            throw new IllegalArgumentException("end");
        }
        if (loops.pop().written()) {
            result.append("{/for}");
        }
    }

    private void begin(Matcher range, String code) {
        Optional<String> key = Optional.ofNullable(range.group("key"));
        Optional<String> value = Optional.ofNullable(range.group("value"));
        switch (range.group("what")) {
            case ".Updated.Images" -> {
                loop(Meaning.IMAGE, "{#for image in images}");
                value.ifPresent(name -> variables.put(name, Meaning.IMAGE));
            }
            case ".Changed.Changes" -> {
                loop(Meaning.CHANGE, "{#for change in changes}");
                value.ifPresent(name -> variables.put(name, Meaning.CHANGE));
            }
            case ".Updated.Files", ".Changed.FileChanges" -> {
                loop(Meaning.NOTHING, "{#for change in changes}");
                key.ifPresent(name -> variables.put(name, Meaning.PATH));
                value.ifPresent(name -> variables.put(name, Meaning.NOTHING));
            }
            case ".Updated.Objects", ".Changed.Objects" -> {
                loop(Meaning.CHANGES_OF_OBJECT, "{#for change in changes}");
                key.ifPresent(name -> variables.put(name, Meaning.OBJECT));
                value.ifPresent(name -> variables.put(name, Meaning.CHANGES_OF_OBJECT));
            }
            default -> {
                // Our loop has one change in each round, so the changes of its object are this one.
                if (meaning(range.group("what")) != Meaning.CHANGES_OF_OBJECT) {
                    throw new IllegalArgumentException(code);
                }
                value.ifPresent(name -> variables.put(name, Meaning.CHANGE));
                loops.push(new Loop(Meaning.CHANGE, false));
            }
        }
    }

    private void loop(Meaning dot, String text) {
        if (loops.stream().anyMatch(Loop::written)) {
            throw new IllegalArgumentException("a range within another one that has nothing to do with it");
        }
        loops.push(new Loop(dot, true));
        result.append(text);
    }

    private Meaning meaning(String expression) {
        if (expression.equals(".")) {
            return loops.isEmpty() ? Meaning.NOTHING : loops.peek().dot();
        }
        return expression.startsWith("$")
                ? variables.getOrDefault(expression.substring(1), Meaning.NOTHING)
                : Meaning.NOTHING;
    }

    private String value(String code) {
        if (constants.containsKey(code)) {
            return constants.get(code).replace("{", "\\{");
        }
        Matcher field = FIELD.matcher(code);
        if (code.isEmpty() || !field.matches()) {
            throw new IllegalArgumentException(code);
        }
        String variable = field.group("variable");
        String path = field.group("path").equals(".") ? "" : field.group("path");
        return switch (meaning(variable == null ? "." : "$" + variable) + path) {
            case "IMAGE" -> "{image.name}:{image.tag}";
            case "IMAGE.Repository", "IMAGE.Name" -> "{image.name}";
            case "IMAGE.Identifier" -> "{image.tag}";
            case "CHANGE.OldValue", "CHANGES_OF_OBJECT.OldValue" -> "{change.from}";
            case "CHANGE.NewValue", "CHANGES_OF_OBJECT.NewValue" -> "{change.to}";
            case "CHANGE.Setter", "CHANGES_OF_OBJECT.Setter" -> "{change.policy}";
            case "PATH", "OBJECT", "OBJECT.Kind" -> "{change.path}";
            case "OBJECT.Name" -> "{change.field}";
            default -> throw new IllegalArgumentException(code);
        };
    }
}
