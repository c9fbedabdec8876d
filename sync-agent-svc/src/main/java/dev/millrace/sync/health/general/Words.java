package dev.millrace.sync.health.general;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The words of a text: {@code CrashLoopBackOff} and {@code crash-loop back off} are both crash, loop, back, off. */
final class Words {
    private static final int MAX_CHARACTERS = 512;

    /** Names, states and reasons are few. */
    private static final TextCache<List<String>> SHORT = new TextCache<>(text -> List.copyOf(split(text)));

    private Words() {}

    /** Returns the words of the first 512 characters, in lower case. */
    static List<String> of(String text) {
        return SHORT.of(text);
    }

    private static List<String> split(String text) {
        int end = Math.min(text.length(), MAX_CHARACTERS);
        List<String> words = new ArrayList<>(4);
        int start = 0;
        for (int at = 0; at <= end; at++) {
            boolean letter = at < end && (isLetter(text.charAt(at)) || isZero(text, at, end));
            if (!letter || (at > start && beginsWord(text, at, end))) {
                if (at > start) {
                    words.add(text.substring(start, at).toLowerCase(Locale.ROOT));
                }
                start = letter ? at : at + 1;
            }
        }
        return words;
    }

    /** An apostrophe is part of a word: "can't" is one. */
    private static boolean isLetter(char c) {
        return Character.isLetter(c) || c == '\'';
    }

    /** A zero of its own is a word: it negates, as in "0 errors". */
    private static boolean isZero(String text, int at, int end) {
        return text.charAt(at) == '0'
                && (at == 0 || text.charAt(at - 1) == ' ')
                && (at + 1 == end || text.charAt(at + 1) == ' ');
    }

    /** Returns true at a capital after a small letter, and at the last capital of several: {@code APIError} is api, error. */
    private static boolean beginsWord(String text, int at, int end) {
        if (!Character.isUpperCase(text.charAt(at))) {
            return false;
        }
        return !Character.isUpperCase(text.charAt(at - 1))
                || (at + 1 < end && Character.isLowerCase(text.charAt(at + 1)));
    }
}
