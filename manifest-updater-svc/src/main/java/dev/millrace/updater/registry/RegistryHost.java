package dev.millrace.updater.registry;

import dev.millrace.events.value.ImageName;
import java.net.URI;
import java.util.Optional;

/**
 * A registry that may be looked at.
 *
 * @param host with the port if there is one, as it stands in image names
 * @param insecure whether it is spoken to by plain HTTP
 * @param login what may read there; absent if anybody may
 */
public record RegistryHost(String host, boolean insecure, Optional<Login> login) {

    URI api(ImageName image, String path) {
        return URI.create(scheme() + machine() + "/v2/" + image.path() + "/" + path);
    }

    /** Whether an address that the registry named may be called: never less protected than the registry itself. */
    boolean trusts(URI address) {
        String scheme = String.valueOf(address.getScheme());
        return scheme.equals("https") || (insecure && scheme.equals("http"));
    }

    private String scheme() {
        return insecure ? "http://" : "https://";
    }

    /** Docker Hub's images bear another name than its API. */
    private String machine() {
        return host.equals("docker.io") ? "registry-1.docker.io" : host;
    }
}
