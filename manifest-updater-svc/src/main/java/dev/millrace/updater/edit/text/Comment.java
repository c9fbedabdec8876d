package dev.millrace.updater.edit.text;

import java.util.regex.Pattern;

/**
 * A comment.
 *
 * @param line from 0
 * @param start the position of its {@code #}, in UTF-16 units
 * @param text the text after it, without surrounding white space
 * @param alone true if nothing precedes it on its line
 */
public record Comment(int line, int start, String text, boolean alone) {
    private static final int MAX_LENGTH = 512;

    private static final Pattern ENTRY =
            Pattern.compile("(?:- )?[\"']?[A-Za-z0-9_./-]+[\"']? ?[:=]\\s*[^\\s#][^\\s]*[0-9/][^\\s]*(?:\\s+#.*)?");

    /** Returns true if the text of a comment is a value that is commented out, such as {@code newTag: 1.0}. */
    public static boolean isEntry(String text) {
        return text.length() <= MAX_LENGTH && ENTRY.matcher(text).matches();
    }
}
