package dev.millrace.git.host;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The kinds of Git hosts whose REST APIs are called. */
public enum HostKind {
    GITHUB,
    GITLAB,
    /** Includes Forgejo. */
    GITEA,
    BITBUCKET_CLOUD,
    /** Includes Bitbucket Data Center. */
    BITBUCKET_SERVER;

    /** Parses a word such as {@code bitbucket-cloud}. */
    public static HostKind parse(String word) {
        String known =
                switch (word) {
                    case "forgejo" -> GITEA.word();
                    case "bitbucket" -> BITBUCKET_CLOUD.word();
                    default -> word;
                };
        return Arrays.stream(values())
                .filter(kind -> kind.word().equals(known))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown kind of Git host: " + word + "; known: "
                        + Arrays.stream(values()).map(HostKind::word).collect(Collectors.joining(", "))));
    }

    /** The word in the configuration. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The default base URL of the API of a repository's host. */
    public URI api(URI repository) {
        String host = String.valueOf(repository.getHost());
        String root = repository.getScheme() + "://" + repository.getRawAuthority();
        return URI.create(
                switch (this) {
                    case GITHUB -> host.equals("github.com") ? "https://api.github.com" : root + "/api/v3";
                    case GITLAB -> root + "/api/v4";
                    case GITEA -> root + "/api/v1";
                    case BITBUCKET_CLOUD -> "https://api.bitbucket.org/2.0";
                    case BITBUCKET_SERVER -> root + contextOf(repository) + "/rest/api/latest";
                });
    }

    /** The context path before {@code /scm/} in the clone URLs of Bitbucket Data Center. */
    private static String contextOf(URI repository) {
        int scm = repository.getRawPath().indexOf("/scm/");
        return scm < 0 ? "" : repository.getRawPath().substring(0, scm);
    }
}
