package dev.millrace.updater.edit.find;

import dev.millrace.events.value.ImageName;
import java.util.Locale;

/**
 * An image reference as written in a file: with or without registry, tag and digest. Absent parts are empty.
 *
 * @param tag without the colon
 * @param digest without the {@code @}
 */
public record WrittenImage(String name, String tag, String digest) {
    private static final String HUB = "docker.io/";

    /** Splits a text, which need not be a valid reference. */
    public static WrittenImage of(String text) {
        int at = text.indexOf('@');
        String rest = at < 0 ? text : text.substring(0, at);
        int colon = rest.lastIndexOf(':');
        boolean tagged = colon > rest.lastIndexOf('/');
        return new WrittenImage(
                tagged ? rest.substring(0, colon) : rest,
                tagged ? rest.substring(colon + 1) : "",
                at < 0 ? "" : text.substring(at + 1));
    }

    /** Returns true if the name means this image; short names are those of Docker Hub, as for container engines. */
    public boolean names(ImageName image) {
        return full(name).equals(full(image.value()));
    }

    private static String full(String name) {
        String registry = name.contains("/") ? name.substring(0, name.indexOf('/')) : "";
        boolean known = registry.contains(".") || registry.contains(":") || registry.equals("localhost");
        String named = known ? name.toLowerCase(Locale.ROOT) : HUB + name;
        String hub = named.startsWith("index.docker.io/") ? HUB + named.substring("index.docker.io/".length()) : named;
        boolean official = hub.startsWith(HUB) && hub.indexOf('/', HUB.length()) < 0;
        return official ? HUB + "library/" + hub.substring(HUB.length()) : hub;
    }
}
