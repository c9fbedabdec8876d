package dev.millrace.events.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names a Git repository, however its URL is written: lower-case host and path, without scheme, user, port 22 or 443, and trailing
 * {@code .git} or slash. {@code git@github.com:Shop/Web.git} and {@code https://github.com/shop/web/} are both {@code github.com/shop/web}.
 */
public record RepositoryId(@JsonValue String value) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9.-]*(?::[0-9]+)?(?:/[a-z0-9._~+%-]+)+");
    private static final Pattern URL =
            Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*://(?:[^@/]*@)?(?<host>[^/:]+)(?::(?<port>[0-9]+))?/(?<path>.+)");
    private static final Pattern SCP = Pattern.compile("(?:[^@/:]+@)(?<host>[^/:]+):(?<path>.+)");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public RepositoryId {
        if (!FORM.matcher(value).matches() || value.endsWith(".git")) {
            throw new IllegalArgumentException("not a repository id (host/path): " + value);
        }
    }

    /**
     * The id of the repository that a URL, an scp-like address ({@code git@host:path}) or an id names.
     *
     * @throws IllegalArgumentException if the text names no repository; the message holds no user info
     */
    public static RepositoryId parse(String text) {
        Matcher url = URL.matcher(text);
        if (url.matches()) {
            String port = url.group("port");
            boolean usual = port == null || port.equals("22") || port.equals("443");
            return canonical(url.group("host") + (usual ? "" : ":" + port), url.group("path"));
        }
        Matcher scp = SCP.matcher(text);
        if (scp.matches()) {
            return canonical(scp.group("host"), scp.group("path"));
        }
        int slash = text.indexOf('/');
        if (slash < 1) {
            throw new IllegalArgumentException("not a repository (a URL, git@host:path or host/path): " + text);
        }
        return canonical(text.substring(0, slash), text.substring(slash + 1));
    }

    private static RepositoryId canonical(String host, String path) {
        String trimmed = path.replaceAll("^/+|/+$", "").replaceFirst("\\.git$", "");
        return new RepositoryId((host + "/" + trimmed).toLowerCase(Locale.ROOT));
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
