package dev.millrace.git.verify;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One line of a file of allowed signers: {@code principals [options] keytype key [comment]}.
 *
 * @param principals the owners of the key
 * @param namespaces patterns of the namespaces it may sign for; empty for all
 * @param from the first moment at which it may sign
 * @param until the last moment at which it may sign
 */
record AllowedSigner(
        String principals, List<String> namespaces, Optional<Instant> from, Optional<Instant> until, SshKey key) {
    private static final Pattern KEY_TYPE = Pattern.compile("(ssh|ecdsa|sk-ssh|sk-ecdsa)-[a-z0-9@.-]+");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT);

    AllowedSigner {
        namespaces = List.copyOf(namespaces);
    }

    /** @throws IllegalArgumentException if the line has another form */
    static AllowedSigner of(String line) {
        List<String> words = words(line, ' ', '\t');
        int type = words.size() > 1 && KEY_TYPE.matcher(words.get(1)).matches() ? 1 : 2;
        if (words.size() < type + 2 || !KEY_TYPE.matcher(words.get(type)).matches()) {
            throw new IllegalArgumentException("not of the form '<principals> [<options>] <key type> <key>'");
        }
        List<String> namespaces = new ArrayList<>();
        Optional<Instant> from = Optional.empty();
        Optional<Instant> until = Optional.empty();
        for (String option : type == 1 ? List.<String>of() : words(words.get(1), ',')) {
            int equals = option.indexOf('=');
            String name =
                    option.substring(0, equals < 0 ? option.length() : equals).toLowerCase(Locale.ROOT);
            String value = unquoted(equals < 0 ? "" : option.substring(equals + 1));
            switch (name) {
                case "namespaces" -> namespaces.addAll(List.of(value.split(",", -1)));
                case "valid-after" -> from = Optional.of(time(value));
                case "valid-before" -> until = Optional.of(time(value));
                default -> throw new IllegalArgumentException("the option " + name + " is not supported");
            }
        }
        return new AllowedSigner(unquoted(words.getFirst()), namespaces, from, until, key(words, type));
    }

    private static SshKey key(List<String> words, int type) {
        try {
            return SshKey.of(words.get(type), words.get(type + 1));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a key " + e.getMessage(), e);
        }
    }

    /** Splits at separators, which do not separate within quotes. */
    private static List<String> words(String text, char... separators) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted ^= c == '"';
            if (!quoted && new String(separators).indexOf(c) >= 0) {
                if (!word.isEmpty()) {
                    words.add(word.toString());
                    word.setLength(0);
                }
            } else {
                word.append(c);
            }
        }
        if (quoted) {
            throw new IllegalArgumentException("an unterminated quote");
        }
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
        return words;
    }

    private static String unquoted(String text) {
        return text.replace("\"", "");
    }

    /** Parses {@code YYYYMMDD[HHMM[SS]][Z]}; without a zone it is read as UTC too, wherever this runs. */
    private static Instant time(String text) {
        String digits = text.replaceFirst("[zZ]$", "");
        String whole = digits.length() == 8 || digits.length() == 12 || digits.length() == 14
                ? digits + "000000".substring(0, 14 - digits.length())
                : "";
        try {
            return LocalDateTime.parse(whole, TIME).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("not a time such as 20260131 or 202601311200Z: " + text, e);
        }
    }

    boolean maySignFor(String namespace) {
        return namespaces.isEmpty() || (names(namespace, "") && !names(namespace, "!"));
    }

    private boolean names(String namespace, String prefix) {
        return namespaces.stream()
                .filter(pattern -> pattern.startsWith(prefix))
                .anyMatch(pattern -> matches(pattern.substring(prefix.length()), namespace));
    }

    private static boolean matches(String pattern, String text) {
        StringBuilder regex = new StringBuilder();
        pattern.chars()
                .forEach(c -> regex.append(
                        switch (c) {
                            case '*' -> ".*";
                            case '?' -> ".";
                            default -> Pattern.quote(Character.toString(c));
                        }));
        return Pattern.matches(regex.toString(), text);
    }

    boolean maySignAt(Instant at) {
        return from.map(first -> !at.isBefore(first)).orElse(true)
                && until.map(last -> !at.isAfter(last)).orElse(true);
    }
}
