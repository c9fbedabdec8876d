package dev.millrace.events.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The identity of a Git repository, independent of the form of its URL: lower-case host and path, without scheme, user, port 22 or 443, and trailing
 * {@code .git} or slash. {@code git@github.com:Shop/Web.git} and {@code https://github.com/shop/web/} are both {@code github.com/shop/web}.
 */
public record RepositoryId(@JsonValue String value) {
    /** The number of characters of the longest id, and of the longest text that is parsed. */
    private static final int MAX_LENGTH = 1_024;

    // Possessive quantifiers (++, *+): a repeated group that may backtrack recurses once for each repetition.
    private static final Pattern FORM =
            Pattern.compile("[a-z0-9][a-z0-9.-]*+(?::[0-9]++)?+(?:/(?!\\.\\.?(?:/|$))[a-z0-9._~+%-]++)++");
    private static final Pattern URL = Pattern.compile(
            "[a-zA-Z][a-zA-Z0-9+.-]*+://(?:[^/]*@)?(?<host>[^/:@]++)(?::(?<port>[0-9]*+))?/(?<path>.+)");
    private static final Pattern SCP = Pattern.compile("[^@/:]++@(?<host>[^/:@]++):(?<path>.+)");
    private static final Pattern PLAIN = Pattern.compile("(?<host>[^/:@]++)(?::(?<port>[0-9]++))?/(?<path>.+)");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public RepositoryId {
        requireLength(value);
        if (!FORM.matcher(value).matches() || value.endsWith(".git")) {
            throw new IllegalArgumentException("not a repository id (host/path): " + shown(value));
        }
    }

    /**
     * Parses a URL, an scp-like address ({@code git@host:path}) or an id.
     *
     * @throws IllegalArgumentException if the text is not a repository; the message contains no user info
     */
    public static RepositoryId parse(String text) {
        requireLength(text);
        Matcher scp = SCP.matcher(text);
        if (scp.matches()) {
            return canonical(scp.group("host"), null, scp.group("path"));
        }
        for (Pattern form : List.of(URL, PLAIN)) {
            Matcher matcher = form.matcher(text);
            if (matcher.matches()) {
                return canonical(matcher.group("host"), matcher.group("port"), matcher.group("path"));
            }
        }
        throw new IllegalArgumentException("not a repository (a URL, git@host:path or host/path): " + shown(text));
    }

    private static void requireLength(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "not a repository: " + text.length() + " characters; at most " + MAX_LENGTH + " are allowed");
        }
    }

    private static RepositoryId canonical(String host, @Nullable String port, String path) {
        boolean defaultPort = port == null || port.isEmpty() || port.equals("22") || port.equals("443");
        String trimmed = path.replaceAll("/{2,}", "/").replaceAll("^/|/$", "").replaceFirst("\\.git$", "");
        return new RepositoryId((host + (defaultPort ? "" : ":" + port) + "/" + trimmed).toLowerCase(Locale.ROOT));
    }

    /** The text without parts that may be secret: user info and query. */
    private static String shown(String text) {
        return Quoted.of(text.substring(text.lastIndexOf('@') + 1).replaceFirst("[?#].*", ""));
    }

    /** The last segment of the path. */
    public String shortName() {
        return value.substring(value.lastIndexOf('/') + 1);
    }

    @Override
    public String toString() {
        return value;
    }
}
