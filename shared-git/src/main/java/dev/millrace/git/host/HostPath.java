package dev.millrace.git.host;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * The path of a repository on its host, in its original upper and lower case.
 *
 * @param owner a user, group (with its parents), workspace or project
 */
public record HostPath(String owner, String name) {

    /** The path of a clone URL. */
    public static HostPath of(URI repository) {
        String path =
                String.valueOf(repository.getPath()).replaceAll("^/+|/+$", "").replaceFirst("\\.git$", "");
        int slash = path.lastIndexOf('/');
        if (slash <= 0) {
            throw new IllegalArgumentException("not a repository URL with owner and name: " + path);
        }
        return new HostPath(path.substring(0, slash), path.substring(slash + 1));
    }

    /** Bitbucket Data Center clones from {@code <context>/scm/<project>/<repository>}. */
    public HostPath withoutContext() {
        return new HostPath(owner.substring(owner.lastIndexOf('/') + 1), name);
    }

    /** Owner and name as two segments of a URL's path. */
    public String segments() {
        return encoded(owner) + "/" + encoded(name);
    }

    /** Percent-encodes a text for any part of a URL. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return owner + "/" + name;
    }
}
