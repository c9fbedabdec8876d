package dev.millrace.sync.health.general;

import java.util.List;
import java.util.Set;

/** The meaning of names: of fields, of types of conditions, of kinds. */
final class Names {
    private static final Vocabulary VOCABULARY = Texts.VOCABULARY;
    private static final int MAX_PHRASE = Texts.MAX_PHRASE;
    private static final int MAX_WORDS_OF_ERROR = 4;

    /** The words after which an error's own word may stand: {@code lastErrorMessage}. */
    private static final Set<String> ERROR_SUFFIXES = Set.of("message", "messages", "msg", "reason", "text");

    private static final TextCache<Name> KNOWN = new TextCache<>(Name::of);

    /** The meanings of one name, of which a status is asked for many times. */
    private record Name(ConditionRole role, boolean state, boolean past, boolean error) {
        static Name of(String name) {
            List<String> words = Words.of(name);
            return new Name(roleOf(words), isState(words), isPast(words), isError(words));
        }
    }

    private Names() {}

    /** Returns true for the name of a boolean that may be false for good, such as {@code active}. */
    static boolean isPlain(String name) {
        List<String> words = Words.of(name);
        return words.isEmpty() || VOCABULARY.isIn("plain", words.getLast());
    }

    /** Returns true for a type of condition that states an end, in success or not. */
    static boolean isEnd(String type) {
        List<String> words = Words.of(type);
        return !words.isEmpty() && VOCABULARY.isIn("ends", words.getLast());
    }

    /** Returns the role of conditions of a type without its prefix, such as {@code DatabaseReady}. */
    static ConditionRole role(String type) {
        return KNOWN.of(type).role();
    }

    private static ConditionRole roleOf(List<String> words) {
        if (words.isEmpty()) {
            return ConditionRole.NEUTRAL;
        }
        ConditionRole whole = VOCABULARY.role(Texts.joined(words, 0, Math.min(MAX_PHRASE, words.size())));
        if (words.size() <= MAX_PHRASE && whole != ConditionRole.NEUTRAL) {
            return whole;
        }
        if (words.size() > 1) {
            ConditionRole first = VOCABULARY.isIn("past", words.getFirst())
                    ? ConditionRole.NEUTRAL
                    : VOCABULARY.roleOfFirst(words.getFirst(), words.get(1));
            if (first != ConditionRole.SECONDARY) {
                return first;
            }
        }
        ConditionRole last = VOCABULARY.role(words.getLast());
        if (words.size() == 1) {
            return last;
        }
        return switch (last) {
            case PRIMARY -> ConditionRole.SECONDARY;
            case SUSPENDED -> words.getLast().equals("stopped") ? ConditionRole.NEUTRAL : last;
            default -> last;
        };
    }

    /** Returns true for the name of a field whose text is a state. */
    static boolean namesState(String field) {
        return KNOWN.of(field).state();
    }

    private static boolean isState(List<String> words) {
        return !words.isEmpty()
                && VOCABULARY.isIn("states", words.getLast())
                && !words.contains("in")
                && !VOCABULARY.isIn("past", words.getFirst());
    }

    /** Returns true for the name of a field whose value a step reads. */
    static boolean isRead(String field) {
        Name name = KNOWN.of(field);
        return name.state() || name.error() || field.equals("reason");
    }

    /** Returns true for the name of a field that describes something that was or will be. */
    static boolean namesPast(String field) {
        return KNOWN.of(field).past();
    }

    private static boolean isPast(List<String> words) {
        return !words.isEmpty()
                && (VOCABULARY.isIn("past", words.getFirst()) || VOCABULARY.isIn("pastLists", words.getLast()));
    }

    /** Returns true for the name of a field that holds an error, such as {@code lastErrorMessage}. */
    static boolean namesError(String field) {
        return KNOWN.of(field).error();
    }

    private static boolean isError(List<String> words) {
        if (words.size() > MAX_WORDS_OF_ERROR) {
            return false;
        }
        int end = words.size();
        while (end > 0 && ERROR_SUFFIXES.contains(words.get(end - 1))) {
            end--;
        }
        return end > 0 && VOCABULARY.isIn("errors", words.get(end - 1));
    }

    /** Returns true for the last part of an annotation's or a label's name that pauses a controller. */
    static boolean pauses(String name) {
        return VOCABULARY.isIn("pauses", String.join("", Words.of(name)));
    }

    /** Returns true for a kind whose objects end, such as {@code PipelineRun}. */
    static boolean ends(String kind) {
        List<String> words = Words.of(kind);
        return !words.isEmpty()
                && VOCABULARY.isIn("ending", words.getLast())
                && !words.getFirst().equals("cron")
                && !words.getFirst().equals("scheduled");
    }

    /** Returns true for the last part of an annotation's name that switches a controller off by the value {@code disabled}. */
    static boolean switchesOff(String name) {
        return VOCABULARY.isIn("switches", String.join("", Words.of(name)));
    }

    /** Returns true for the name of a field whose text {@code 1/3} counts things. */
    static boolean namesCount(String field) {
        List<String> words = Words.of(field);
        return !words.isEmpty() && VOCABULARY.isIn("counted", words.getLast());
    }
}
