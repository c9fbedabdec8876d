package dev.millrace.registry;

import dev.millrace.http.address.Connections;
import java.net.URI;
import java.util.Optional;

/**
 * A configured registry.
 *
 * @param host with the port if there is one, as in image names
 * @param insecure true for plain HTTP
 * @param login the login; absent for anonymous access
 */
public record Registry(String host, boolean insecure, Optional<Login> login) {

    /**
     * Returns an address of its API.
     *
     * @param path below {@code /v2/}, such as {@code shop/web/tags/list}
     */
    public URI api(String path) {
        return URI.create((insecure ? "http://" : "https://") + apiHost() + "/v2/" + path);
    }

    /** Returns true if an address from the registry may be called: it must be at least as protected as the registry itself. */
    boolean trusts(URI address) {
        String scheme = String.valueOf(address.getScheme());
        return address.getHost() != null && (scheme.equals("https") || (insecure && scheme.equals("http")));
    }

    /**
     * Returns true if the login may be sent to a token service that the registry names. Over plain HTTP only to the host of a registry that is configured for
     * it, or to one that the operator names for that.
     */
    boolean mayLogInAt(URI service) {
        boolean isOwnHost = host.replaceFirst(":[0-9]+$", "").equalsIgnoreCase(service.getHost());
        return trusts(service) && (isOwnHost || Connections.policy().isProtected(service));
    }

    /** The host of the API, which differs from the image name for Docker Hub. */
    private String apiHost() {
        return host.equals("docker.io") ? "registry-1.docker.io" : host;
    }
}
