package dev.millrace.builder.registry.push;

import dev.millrace.events.value.Digest;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** The address that a registry names for the content of an upload (OCI distribution spec 1.1, header {@code Location}). */
final class UploadLocation {

    private UploadLocation() {}

    /**
     * The address to which the content is sent; empty if the registry named none, or one elsewhere: credentials and content are for the origin
     * of the request only.
     *
     * @param request the address of the request that began the upload
     * @param location absolute or relative to the request
     */
    static Optional<URI> of(URI request, Optional<String> location, Digest digest) {
        return location.flatMap(text -> resolved(request, text))
                .filter(address -> isSameOrigin(request, address))
                .map(address -> withDigest(address, digest));
    }

    private static Optional<URI> resolved(URI request, String location) {
        try {
            return Optional.of(request.resolve(location.strip()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isSameOrigin(URI one, URI other) {
        return other.getHost() != null
                && other.getUserInfo() == null
                && other.getFragment() == null
                && one.getScheme().equalsIgnoreCase(other.getScheme())
                && one.getHost().equalsIgnoreCase(other.getHost())
                && port(one) == port(other);
    }

    private static int port(URI address) {
        if (address.getPort() >= 0) {
            return address.getPort();
        }
        return address.getScheme().toLowerCase(Locale.ROOT).equals("https") ? 443 : 80;
    }

    private static URI withDigest(URI address, Digest digest) {
        String separator = address.getRawQuery() == null ? "?" : "&";
        return URI.create(address + separator + "digest=" + digest.value().replace(":", "%3A"));
    }
}
