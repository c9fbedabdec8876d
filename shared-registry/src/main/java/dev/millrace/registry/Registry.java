package dev.millrace.registry;

import java.net.URI;
import java.util.Optional;

/**
 * A registry that may be asked.
 *
 * @param host with the port if there is one, as it stands in image names
 * @param insecure whether it is spoken to by plain HTTP
 * @param login what may come in; absent if anybody may
 */
public record Registry(String host, boolean insecure, Optional<Login> login) {

    /**
     * An address of its API.
     *
     * @param path below {@code /v2/}, such as {@code shop/web/tags/list}
     */
    public URI api(String path) {
        return URI.create((insecure ? "http://" : "https://") + machine() + "/v2/" + path);
    }

    /** Whether an address that the registry named may be called: never less protected than the registry itself. */
    boolean trusts(URI address) {
        String scheme = String.valueOf(address.getScheme());
        return scheme.equals("https") || (insecure && scheme.equals("http"));
    }

    /** Docker Hub's images bear another name than its API. */
    private String machine() {
        return host.equals("docker.io") ? "registry-1.docker.io" : host;
    }
}
