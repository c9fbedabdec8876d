package dev.millrace.sync.tenant;

import com.google.re2j.Pattern;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * The form of an address that a Tenant's patterns are compared with: {@code host/path}, or {@code host:port/path} unless the port is the usual one of HTTPS or SSH. The path
 * keeps its spelling, since a host may distinguish upper and lower case. A form that a host could read as another repository has none.
 */
final class RepositoryAddress {
    private static final Pattern HOST = Pattern.compile("[a-z0-9]([-a-z0-9.]*[a-z0-9])?|\\[[0-9a-f:.]+\\]");
    private static final Pattern PATH = Pattern.compile("[-A-Za-z0-9._~+]+(/[-A-Za-z0-9._~+]+)*");
    private static final Pattern DOTS = Pattern.compile("(.*/)?\\.\\.?(/.*)?");
    private static final int MAX_CHARACTERS = 2_000;

    private RepositoryAddress() {}

    /** Returns the form; empty if the address has none, because of encoded characters, dot segments, a query or an unusual host. */
    static Optional<String> of(URI url) {
        String host = url.getHost() == null ? "" : url.getHost().toLowerCase(Locale.ROOT);
        String path = path(url);
        boolean isPlain = url.getRawQuery() == null
                && url.getRawFragment() == null
                && host.length() + path.length() <= MAX_CHARACTERS
                && HOST.matches(host)
                && PATH.matches(path)
                && !DOTS.matches(path);
        return isPlain ? Optional.of(host + port(url) + "/" + path) : Optional.empty();
    }

    private static String path(URI url) {
        String raw = url.getRawPath() == null ? "" : url.getRawPath();
        String trimmed = raw.startsWith("/") ? raw.substring(1) : raw;
        String closed = trimmed.endsWith("/") ? trimmed.substring(0, trimmed.length() - 1) : trimmed;
        return closed.endsWith(".git") ? closed.substring(0, closed.length() - ".git".length()) : closed;
    }

    private static String port(URI url) {
        int usual =
                switch (String.valueOf(url.getScheme())) {
                    case "https", "oci" -> 443;
                    case "ssh" -> 22;
                    default -> -1;
                };
        int port = url.getPort() < 0 ? unstated(url) : url.getPort();
        return port == usual ? "" : ":" + port;
    }

    private static int unstated(URI url) {
        return switch (String.valueOf(url.getScheme())) {
            case "https", "oci" -> 443;
            case "ssh" -> 22;
            default -> 80;
        };
    }
}
