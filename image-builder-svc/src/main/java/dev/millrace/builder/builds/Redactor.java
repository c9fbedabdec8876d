package dev.millrace.builder.builds;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** Takes credentials out of text: the configured ones wherever they stand, and what looks like one. */
public final class Redactor {
    private static final String HIDDEN = "***";
    private static final int SHORTEST_SECRET = 4;
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/@\\s\"']+@");
    private static final Pattern AUTHORIZATION =
            Pattern.compile("(?i)\\b(bearer|basic|authorization:)\\s+(?:bearer\\s+|basic\\s+)?[A-Za-z0-9+/._~=-]{8,}");

    private final List<String> secrets;

    /** Knows these secrets; one so short that it would hide half of a log is left out. */
    public Redactor(Collection<String> secrets) {
        this.secrets = secrets.stream()
                .filter(secret -> secret.length() >= SHORTEST_SECRET)
                .distinct()
                .sorted(Comparator.comparing(String::length).reversed())
                .toList();
    }

    public String redact(String text) {
        String clean = text;
        for (String secret : secrets) {
            clean = clean.replace(secret, HIDDEN);
        }
        clean = USER_INFO.matcher(clean).replaceAll(HIDDEN + "@");
        return AUTHORIZATION.matcher(clean).replaceAll("$1 " + HIDDEN);
    }
}
