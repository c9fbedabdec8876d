package dev.millrace.sync.render.transform;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A selector in the syntax of {@code kubectl -l}: {@code a=b,c!=d,e in (f,g),h notin (i),j,!k}. */
record LabelSelector(List<Predicate<Map<String, Object>>> terms) {
    private static final Pattern TERM = Pattern.compile(
            "\\s*(?:(!)\\s*)?([-._/A-Za-z0-9]+)\\s*(?:(==|=|!=)\\s*([-._A-Za-z0-9]*)|(in|notin)\\s*\\(([^()]*)\\))?\\s*(?:,|$)");

    /** @throws IllegalArgumentException if the text is no selector */
    static LabelSelector parse(String text) {
        List<Predicate<Map<String, Object>>> terms = new ArrayList<>();
        Matcher matcher = TERM.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                throw new IllegalArgumentException("no label selector");
            }
            if (matcher.group(1) != null && (matcher.group(3) != null || matcher.group(5) != null)) {
                throw new IllegalArgumentException("no label selector");
            }
            terms.add(term(matcher));
            at = matcher.end();
        }
        return new LabelSelector(terms);
    }

    private static Predicate<Map<String, Object>> term(Matcher matcher) {
        String key = matcher.group(2);
        String operator = matcher.group(3) == null ? matcher.group(5) : matcher.group(3);
        if (operator == null) {
            boolean absent = matcher.group(1) != null;
            return labels -> labels.containsKey(key) != absent;
        }
        Set<String> values = matcher.group(3) == null
                ? Arrays.stream(matcher.group(6).split(",", -1))
                        .map(String::strip)
                        .collect(Collectors.toSet())
                : Set.of(matcher.group(4));
        boolean expected = !operator.equals("!=") && !operator.equals("notin");
        return labels -> (labels.get(key) instanceof String value && values.contains(value)) == expected;
    }

    boolean matches(Map<String, Object> labels) {
        return terms.stream().allMatch(term -> term.test(labels));
    }
}
