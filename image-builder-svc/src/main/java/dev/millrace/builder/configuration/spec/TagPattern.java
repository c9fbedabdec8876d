package dev.millrace.builder.configuration.spec;

import dev.millrace.events.value.Tag;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A template of an image's tag, such as <code>{branch}-{short}</code>. */
public record TagPattern(String text) {
    private static final int MAX_LENGTH = 200;
    private static final int MAX_TAG_LENGTH = 128;
    private static final Pattern WORD = Pattern.compile("\\{([a-z]*)}");
    private static final Pattern LITERALS = Pattern.compile("[A-Za-z0-9._-]*");

    public TagPattern {
        if (text.isBlank() || text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a template of 1 to " + MAX_LENGTH + " characters is expected");
        }
        Matcher words = WORD.matcher(text);
        while (words.find()) {
            String word = words.group(1);
            if (!TagWord.BY_TEXT.containsKey(word)) {
                throw new IllegalArgumentException("unknown word {" + word + "}; known words are "
                        + String.join(", ", new TreeSet<>(TagWord.BY_TEXT.keySet())));
            }
        }
        String literals = WORD.matcher(text).replaceAll("");
        if (!LITERALS.matcher(literals).matches()) {
            throw new IllegalArgumentException(
                    "only letters, digits, '.', '_', '-' and words in braces are allowed: " + text);
        }
        if (text.startsWith(".") || text.startsWith("-")) {
            throw new IllegalArgumentException("a tag must not begin with '.' or '-': " + text);
        }
    }

    /** Returns true if the word is in the template. */
    public boolean uses(TagWord word) {
        return text.contains("{" + word.text() + "}");
    }

    /** Returns the tag; empty if a word of the template has no value. Characters that a tag must not have become {@code -}. */
    public Optional<Tag> tag(Map<TagWord, String> values) {
        Matcher words = WORD.matcher(text);
        StringBuilder tag = new StringBuilder();
        while (words.find()) {
            String value = values.get(TagWord.BY_TEXT.get(words.group(1)));
            if (value == null) {
                return Optional.empty();
            }
            words.appendReplacement(tag, Matcher.quoteReplacement(value));
        }
        words.appendTail(tag);
        String clean = tag.toString().replaceAll("[^A-Za-z0-9._-]", "-").replaceFirst("^[.-]+", "");
        return clean.isEmpty()
                ? Optional.empty()
                : Optional.of(new Tag(clean.substring(0, Math.min(clean.length(), MAX_TAG_LENGTH))));
    }
}
