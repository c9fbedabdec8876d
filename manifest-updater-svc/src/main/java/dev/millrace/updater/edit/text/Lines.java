package dev.millrace.updater.edit.text;

import java.util.Arrays;

/** The lines of a text. LF, CR LF and a single CR end a line, as in YAML. */
public final class Lines {
    private final String text;
    private final int[] starts;

    public Lines(String text) {
        this.text = text;
        int[] found = new int[16];
        int count = 1;
        for (int i = 0; i < text.length(); i++) {
            if (isEnd(text, i)) {
                found = count == found.length ? Arrays.copyOf(found, count * 2) : found;
                found[count++] = i + 1;
            }
        }
        this.starts = Arrays.copyOf(found, count);
    }

    private static boolean isEnd(String text, int at) {
        char c = text.charAt(at);
        return c == '\n' || (c == '\r' && (at + 1 == text.length() || text.charAt(at + 1) != '\n'));
    }

    static boolean isBreak(char c) {
        return c == '\n' || c == '\r';
    }

    /** The end of the line at an offset, without its break. */
    public static int endOf(String text, int offset) {
        int at = offset;
        while (at < text.length() && !isBreak(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** The number of lines. */
    public int count() {
        return starts.length;
    }

    /** The number of the line at an offset, from 0. */
    public int of(int offset) {
        int at = Arrays.binarySearch(starts, offset);
        return at >= 0 ? at : -at - 2;
    }

    /** The start of a line. */
    public int start(int line) {
        return starts[line];
    }

    /** The start of the next line. */
    int end(int line) {
        return line + 1 < starts.length ? starts[line + 1] : text.length();
    }
}
