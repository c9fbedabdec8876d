package dev.millrace.sync.health.general;

import java.util.List;

/** The meaning of a text, by its words. */
final class Texts {
    static final Vocabulary VOCABULARY = Vocabulary.shipped();

    /** How many words in a row are looked up as one. */
    static final int MAX_PHRASE = 3;

    /** The API server's answer to a write that lost a race, which each controller repeats (apimachinery, registry/generic). */
    private static final String CONFLICT_OF_WRITERS = "the object has been modified";

    private Texts() {}

    /**
     * Returns the meaning of a state.
     *
     * @param ends true for an object that ends: work in progress is no success yet
     */
    static Meaning state(String text, boolean ends) {
        List<String> words = withoutPrefix(Words.of(text));
        Meaning meaning = words.size() == 1 ? VOCABULARY.meaningAlone(words.getFirst()) : worst(words);
        if (meaning == Meaning.NEUTRAL && words.stream().anyMatch(Texts::isActivity)) {
            return Meaning.PROGRESSING;
        }
        boolean working = ends
                && !words.isEmpty()
                && (meaning == Meaning.NEUTRAL || (words.size() == 1 && VOCABULARY.isIn("working", words.getFirst())));
        return working ? Meaning.PROGRESSING : meaning;
    }

    /** Enumerations repeat their own name: {@code STATE_RUNNING}. */
    private static List<String> withoutPrefix(List<String> words) {
        return words.size() > 1 && VOCABULARY.isIn("states", words.getFirst()) ? words.subList(1, words.size()) : words;
    }

    /** An unknown word of a state that ends in "ing" is something in progress. */
    private static boolean isActivity(String word) {
        return word.length() > 5 && word.endsWith("ing") && !VOCABULARY.isIn("present", word);
    }

    /** Returns true if a state or a reason states no more than that the object isn't ready, so that only a message can give the cause. */
    static boolean isVague(String text) {
        List<String> words = Words.of(text);
        return !words.isEmpty()
                && (VOCABULARY.isIn("vague", words.getLast())
                        || VOCABULARY.isIn("vague", joined(words, 0, Math.min(2, words.size())))
                        || words.stream().anyMatch(word -> VOCABULARY.isIn("negations", word)));
    }

    /** Returns true if a message states no more than that something isn't ready. */
    static boolean isUnready(String message) {
        String text = String.join(" ", Words.of(message));
        return text.contains("not ready") && worst(Words.of(message)) != Meaning.FAILED;
    }

    /** Returns true for a failure that states no more than that, such as {@code Error}. */
    static boolean isBareFailure(String reason) {
        List<String> words = Words.of(reason);
        return words.size() == 1 && (words.contains("error") || words.contains("failed"));
    }

    /** Returns the meaning of a reason, one word in the style of Kubernetes; one that begins with waiting is about waiting. */
    static Meaning reason(String text) {
        List<String> words = Words.of(text);
        if (!words.isEmpty() && VOCABULARY.isIn("patient", words.getFirst())) {
            return Meaning.PROGRESSING;
        }
        return worst(words);
    }

    /** Returns the meaning of a sentence. One that is about waiting is progressing, unless a failure stands before that. */
    static Meaning message(String text) {
        List<String> words = Words.of(text);
        if (isExpected(text)) {
            return Meaning.PROGRESSING;
        }
        for (int at = 0; at < words.size(); at++) {
            if (VOCABULARY.isIn("patient", words.get(at))) {
                return worst(words.subList(0, at)) == Meaning.FAILED ? Meaning.FAILED : Meaning.PROGRESSING;
            }
        }
        return worst(words);
    }

    /** Returns true if a message states that something will be there later. */
    static boolean isExpected(String message) {
        List<String> words = Words.of(message);
        return words.contains("yet") || words.contains("until") || message.contains(CONFLICT_OF_WRITERS);
    }

    /** Returns true if a reason states an end in success. */
    static boolean isDone(String reason) {
        List<String> words = Words.of(reason);
        return !words.isEmpty()
                && worst(words).compareTo(Meaning.HEALTHY) >= 0
                && (VOCABULARY.isIn("done", String.join("", words)) || VOCABULARY.isIn("done", words.getLast()));
    }

    private static Meaning worst(List<String> words) {
        boolean suspended = false;
        boolean progressing = false;
        boolean healthy = false;
        int negated = -1;
        for (int at = 0; at < words.size(); ) {
            int length = phrase(words, at);
            Meaning meaning = VOCABULARY.meaning(joined(words, at, length));
            if (meaning == Meaning.NEUTRAL) {
                negated = VOCABULARY.isIn("negations", words.get(at)) ? at + 2 : negated;
            } else if (at > negated) {
                if (meaning == Meaning.FAILED) {
                    return Meaning.FAILED;
                }
                suspended |= meaning == Meaning.SUSPENDED;
                progressing |= meaning == Meaning.PROGRESSING;
                healthy |= meaning == Meaning.HEALTHY;
            } else {
                progressing |= meaning == Meaning.HEALTHY;
                negated = -1;
            }
            at += length;
        }
        if (suspended) {
            return Meaning.SUSPENDED;
        }
        return progressing ? Meaning.PROGRESSING : healthy ? Meaning.HEALTHY : Meaning.NEUTRAL;
    }

    /** Returns the number of words from here that have a meaning as one; 1 if there is no such phrase. */
    private static int phrase(List<String> words, int at) {
        for (int length = Math.min(MAX_PHRASE, words.size() - at); length > 1; length--) {
            if (VOCABULARY.meaning(joined(words, at, length)) != Meaning.NEUTRAL) {
                return length;
            }
        }
        return 1;
    }

    static String joined(List<String> words, int at, int length) {
        return switch (length) {
            case 1 -> words.get(at);
            case 2 -> words.get(at).concat(words.get(at + 1));
            default -> String.join("", words.subList(at, at + length));
        };
    }
}
