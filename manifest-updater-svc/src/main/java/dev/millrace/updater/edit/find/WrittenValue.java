package dev.millrace.updater.edit.find;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value as written in a file: the image, or a part of it, and the text around it that an edit keeps.
 *
 * @param before such as {@code old=} of Argo CD's overrides, or <code>${WEB_IMAGE:-</code> of a variable with a default
 * @param image the text that an edit replaces
 * @param after such as <code>}</code>
 */
public record WrittenValue(String before, String image, String after) {
    private static final int MAX_LENGTH = 4096;
    private static final int MAX_DEPTH = 4;
    private static final Pattern DEFAULT = Pattern.compile("(\\$\\{[A-Za-z_][A-Za-z0-9_]*+:?[-=])([^\\s]*)}");
    private static final Pattern ASSIGNMENT =
            Pattern.compile("([A-Za-z0-9_./@-]++(?::[0-9]++/[A-Za-z0-9_./-]++)?=)([^=]*)");
    private static final Pattern TEMPLATE = Pattern.compile("\\{\\{|\\{%|\\$[A-Za-z_{(\\[]|<%|\\(\\(");

    /** Splits a value. */
    public static WrittenValue of(String text) {
        WrittenValue value = new WrittenValue("", text, "");
        for (int depth = 0; depth < MAX_DEPTH && text.length() <= MAX_LENGTH; depth++) {
            Matcher variable = DEFAULT.matcher(value.image);
            if (!variable.matches() || !isBalanced(variable.group(2))) {
                break;
            }
            value = new WrittenValue(value.before + variable.group(1), variable.group(2), "}" + value.after);
        }
        Matcher assignment = ASSIGNMENT.matcher(value.image);
        return text.length() <= MAX_LENGTH && assignment.matches()
                ? new WrittenValue(value.before + assignment.group(1), assignment.group(2), value.after)
                : value;
    }

    private static boolean isBalanced(String text) {
        int depth = 0;
        for (int i = 0; i < text.length() && depth >= 0; i++) {
            depth += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' ? -1 : 0;
        }
        return depth == 0;
    }

    /** Returns true if the value is a template or a variable, so that the version is written somewhere else. */
    public boolean isTemplate() {
        return TEMPLATE.matcher(image).find();
    }

    /** The value with another image. */
    public String with(String other) {
        return before + other + after;
    }
}
