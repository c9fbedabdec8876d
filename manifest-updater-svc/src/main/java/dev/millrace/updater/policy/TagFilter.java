package dev.millrace.updater.policy;

import dev.millrace.events.value.Tag;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A filter of tags, with the part of them that is compared.
 *
 * @param extract a replacement such as {@code $version}; the whole tag is compared if absent
 */
public record TagFilter(Pattern pattern, Optional<String> extract) {

    /** The compared part of the tag; empty if the tag is filtered out. */
    public Optional<String> comparable(Tag tag) {
        Matcher matcher = pattern.matcher(tag.value());
        if (!matcher.find()) {
            return Optional.empty();
        }
        return Optional.of(extract.map(text -> expanded(matcher, text)).orElse(tag.value()));
    }

    private static String expanded(Matcher matcher, String template) {
        StringBuilder all = new StringBuilder();
        matcher.appendReplacement(all, template.replaceAll("\\$([A-Za-z][A-Za-z0-9]*)", "\\${$1}"));
        return all.substring(matcher.start());
    }
}
