package dev.millrace.builder.journal;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** Hides credentials in text: the configured ones everywhere, and text in the form of a credential. */
public final class Redactor {
    private static final String HIDDEN = "***";
    private static final int MIN_SECRET_LENGTH = 4;
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/@\\s\"']+@");
    private static final Pattern AUTHORIZATION =
            Pattern.compile("(?i)\\b(bearer|basic|authorization:)\\s+(?:bearer\\s+|basic\\s+)?[A-Za-z0-9+/._~=-]{8,}");

    private final List<String> secrets;

    /** Hides these secrets, except those so short that they would hide much of a log. */
    public Redactor(Collection<String> secrets) {
        this.secrets = secrets.stream()
                .filter(secret -> secret.length() >= MIN_SECRET_LENGTH)
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
