package dev.millrace.git.verify;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A commit or tag, split as Git does for verification (gitformat-signature(5)).
 *
 * @param content the signed bytes; one {@code char} each
 * @param signature the armoured signature; empty if there is none
 * @param at the time of the object by its own statement
 */
public record SignedObject(String content, Optional<String> signature, Instant at) {
    private static final Pattern COMMITTED =
            Pattern.compile("^committer .*> (\\d{1,12}) [+-]\\d{4}$", Pattern.MULTILINE);
    private static final Pattern TAGGED = Pattern.compile("^tagger .*> (\\d{1,12}) [+-]\\d{4}$", Pattern.MULTILINE);
    private static final List<String> BEGINNINGS =
            List.of("-----BEGIN PGP SIGNATURE-----", "-----BEGIN PGP MESSAGE-----", "-----BEGIN SSH SIGNATURE-----");

    /** @param raw the content of a commit object */
    public static SignedObject commit(byte[] raw) {
        String text = text(raw);
        int end = endOfHeaders(text);
        StringBuilder content = new StringBuilder();
        StringBuilder signature = new StringBuilder();
        boolean within = false;
        boolean ours = false;
        for (int at = 0; at < end; at = nextLine(text, at)) {
            String line = text.substring(at, Math.min(nextLine(text, at), end));
            boolean continuation = line.startsWith(" ");
            if (!continuation) {
                ours = line.startsWith("gpgsig ");
                within = ours || line.startsWith("gpgsig-sha256 ");
            }
            if (!within) {
                content.append(line);
            } else if (ours) {
                signature.append(line.substring(continuation ? 1 : "gpgsig ".length()));
            }
        }
        content.append(text, end, text.length());
        return new SignedObject(content.toString(), found(signature.toString()), at(COMMITTED, text.substring(0, end)));
    }

    /** @param raw the content of an annotated tag object */
    public static SignedObject tag(byte[] raw) {
        String text = text(raw);
        int begins = text.length();
        for (int at = endOfHeaders(text); at < text.length(); at = nextLine(text, at)) {
            if (BEGINNINGS.stream().anyMatch(beginning(text, at))) {
                begins = at;
            }
        }
        String content = text.substring(0, begins);
        return new SignedObject(
                content, found(text.substring(begins)), at(TAGGED, text.substring(0, endOfHeaders(text))));
    }

    private static Predicate<String> beginning(String text, int at) {
        return beginning -> text.startsWith(beginning, at);
    }

    private static String text(byte[] raw) {
        return new String(raw, StandardCharsets.ISO_8859_1);
    }

    /** The position of the empty line before the message. */
    private static int endOfHeaders(String text) {
        int empty = text.indexOf("\n\n");
        return empty < 0 ? text.length() : empty + 1;
    }

    private static int nextLine(String text, int at) {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end + 1;
    }

    private static Optional<String> found(String signature) {
        return Optional.of(signature).filter(text -> !text.isBlank());
    }

    private static Instant at(Pattern line, String headers) {
        try {
            Matcher found = line.matcher(headers);
            return found.find() ? Instant.ofEpochSecond(Long.parseLong(found.group(1))) : Instant.EPOCH;
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }

    byte[] bytes() {
        return content.getBytes(StandardCharsets.ISO_8859_1);
    }
}
