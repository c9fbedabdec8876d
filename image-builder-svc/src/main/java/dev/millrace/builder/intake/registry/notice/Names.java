package dev.millrace.builder.intake.registry.notice;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The names of images, tags and digests in notifications, normalized: lower-case, without a scheme, short names as those of Docker Hub. */
public final class Names {
    /** The host of Docker Hub in image names. */
    public static final String HUB = "docker.io";

    private static final int MAX_NAME_LENGTH = 320;
    private static final int MAX_TAG_LENGTH = 128;
    private static final List<String> OTHER_HUBS = List.of("index.docker.io", "registry-1.docker.io", "hub.docker.com");
    private static final Pattern SCHEME = Pattern.compile("^(?:https?|oci|docker)://");
    private static final Pattern REST = Pattern.compile("[/?#].*", Pattern.DOTALL);
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

    private Names() {}

    /** The host of an address, with its port; the text itself if it has no scheme and no path. */
    public static String host(String address) {
        String lower = bounded(address).toLowerCase(Locale.ROOT).strip();
        String host = REST.matcher(SCHEME.matcher(lower).replaceFirst("")).replaceFirst("");
        return OTHER_HUBS.contains(host) ? HUB : host;
    }

    /** The path of an address, without its host; empty if there is none. */
    public static String path(String address) {
        String rest = SCHEME.matcher(bounded(address).strip()).replaceFirst("");
        int slash = rest.indexOf('/');
        return slash < 0 ? "" : rest.substring(slash + 1);
    }

    /** The image at a path of a registry; empty if this is no valid name. */
    public static Optional<ImageName> image(String host, String path) {
        String registry = host(host);
        String lower = bounded(path).toLowerCase(Locale.ROOT).strip();
        boolean official = registry.equals(HUB) && !lower.isEmpty() && !lower.contains("/");
        return name(registry + "/" + (official ? "library/" + lower : lower));
    }

    /** An image as users write it, with its registry or as a short name of Docker Hub; empty if this is no valid name. */
    public static Optional<ImageName> image(String written) {
        String text = SCHEME.matcher(bounded(written).strip()).replaceFirst("");
        String first = text.contains("/") ? text.substring(0, text.indexOf('/')) : "";
        boolean named = first.contains(".") || first.contains(":") || first.equals("localhost");
        return named ? image(first, text.substring(first.length() + 1)) : image(HUB, text);
    }

    /** A tag; empty if the text is no valid tag, as a digest in its place. */
    public static Optional<Tag> tag(String text) {
        try {
            return text.length() > MAX_TAG_LENGTH ? Optional.empty() : Optional.of(new Tag(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A digest; empty if the text is no SHA-256 digest. */
    public static Optional<Digest> digest(String text) {
        return text.length() == 71 && DIGEST.matcher(text).matches() ? Optional.of(new Digest(text)) : Optional.empty();
    }

    /** A pushed tag of which all parts are texts: refused without a valid name, ignored without a tag. */
    public static Outcome pushed(Optional<ImageName> image, String tag, String digest) {
        if (image.isEmpty()) {
            return Outcome.malformed("the notification has no valid image name");
        }
        if (tag.isEmpty() || tag.startsWith("sha256:")) {
            return Outcome.untagged();
        }
        return tag(tag).map(valid -> Outcome.of(new PushedTag(image.get(), valid, digest(digest))))
                .orElseGet(() -> Outcome.malformed("the notification has no valid tag"));
    }

    /** A pushed image as a whole reference, {@code name:tag}, with or without a digest after it. */
    public static Outcome pushedReference(String reference, String digest) {
        String text = bounded(reference).strip();
        int at = text.indexOf('@');
        String rest = at < 0 ? text : text.substring(0, at);
        int colon = rest.lastIndexOf(':');
        boolean tagged =
                colon > rest.lastIndexOf('/') && !rest.substring(0, colon).isEmpty();
        return pushed(
                image(tagged ? rest.substring(0, colon) : rest),
                tagged ? rest.substring(colon + 1) : "",
                at < 0 ? digest : text.substring(at + 1));
    }

    private static Optional<ImageName> name(String text) {
        try {
            return Optional.of(new ImageName(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A text of at most the length that is matched with a pattern; a longer one is no name. */
    private static String bounded(String text) {
        return text.length() > MAX_NAME_LENGTH ? "" : text;
    }
}
