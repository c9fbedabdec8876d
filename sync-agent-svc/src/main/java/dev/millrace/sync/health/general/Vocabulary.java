package dev.millrace.sync.health.general;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The words of {@code health/vocabulary.yaml}, by their lists. */
final class Vocabulary {
    private static final String FILE = "/health/vocabulary.yaml";

    private final Map<String, Meaning> meanings = new HashMap<>();
    private final Map<String, Meaning> alone = new HashMap<>();
    private final Map<String, ConditionRole> roles = new HashMap<>();
    private final Map<String, ConditionRole> rolesOfFirst = new HashMap<>();
    private final Map<String, Set<String>> lists = new HashMap<>();

    private Vocabulary(Map<?, ?> file) {
        put(file, "healthy", Meaning.HEALTHY, meanings);
        put(file, "progressing", Meaning.PROGRESSING, meanings);
        put(file, "suspended", Meaning.SUSPENDED, meanings);
        put(file, "failed", Meaning.FAILED, meanings);
        put(map(file, "alone"), "healthy", Meaning.HEALTHY, alone);
        put(map(file, "alone"), "progressing", Meaning.PROGRESSING, alone);
        put(map(file, "alone"), "failed", Meaning.FAILED, alone);
        Map<?, ?> types = map(file, "types");
        put(types, "secondary", ConditionRole.SECONDARY, roles);
        put(types, "primary", ConditionRole.PRIMARY, roles);
        put(types, "suspended", ConditionRole.SUSPENDED, roles);
        put(types, "progressing", ConditionRole.PROGRESSING, roles);
        put(types, "abnormal", ConditionRole.ABNORMAL, roles);
        Map<?, ?> first = map(types, "first");
        put(first, "progressing", ConditionRole.PROGRESSING, rolesOfFirst);
        put(first, "abnormal", ConditionRole.ABNORMAL, rolesOfFirst);
        for (String key : List.of(
                "patient",
                "done",
                "states",
                "past",
                "errors",
                "pauses",
                "working",
                "ending",
                "negations",
                "vague",
                "plain",
                "ends",
                "present",
                "pastLists",
                "switches",
                "counted")) {
            lists.put(key, list(file, key));
        }
    }

    static Vocabulary shipped() {
        try (InputStream in = Vocabulary.class.getResourceAsStream(FILE)) {
            if (in != null
                    && new Load(LoadSettings.builder().build()).loadFromInputStream(in) instanceof Map<?, ?> file) {
                return new Vocabulary(file);
            }
            throw new IllegalStateException("the agent holds its vocabulary of health: " + FILE);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + FILE, e);
        }
    }

    private static <T> void put(Map<?, ?> file, String key, T value, Map<String, T> into) {
        list(file, key).forEach(word -> into.put(word, value));
    }

    private static Map<?, ?> map(Map<?, ?> file, String key) {
        if (!(file.get(key) instanceof Map<?, ?> map)) {
            throw new IllegalStateException("the vocabulary has lists of words: " + key);
        }
        return map;
    }

    private static Set<String> list(Map<?, ?> file, String key) {
        if (!(file.get(key) instanceof List<?> entries)) {
            throw new IllegalStateException("the vocabulary has a list of words: " + key);
        }
        Set<String> words = new HashSet<>();
        entries.forEach(entry -> words.add(String.valueOf(entry)));
        return Set.copyOf(words);
    }

    /** Returns the meaning of a word, or of several written as one. */
    Meaning meaning(String word) {
        return meanings.getOrDefault(word, Meaning.NEUTRAL);
    }

    /** Returns the meaning of a text of one word. */
    Meaning meaningAlone(String word) {
        Meaning own = alone.get(word);
        return own == null ? meaning(word) : own;
    }

    /** Returns the role of the conditions whose type is this word, or several written as one. */
    ConditionRole role(String word) {
        return roles.getOrDefault(word, ConditionRole.NEUTRAL);
    }

    /** Returns the role of conditions whose type begins with this word, or these two; secondary if the last word decides. */
    ConditionRole roleOfFirst(String word, String next) {
        ConditionRole first = rolesOfFirst.get(word);
        return first == null ? rolesOfFirst.getOrDefault(word.concat(next), ConditionRole.SECONDARY) : first;
    }

    /** Returns true if the list of this key has the word. */
    boolean isIn(String key, String word) {
        Set<String> words = lists.get(key);
        if (words == null) {
            throw new IllegalStateException("the vocabulary has no such list: " + key);
        }
        return words.contains(word);
    }
}
