package dev.millrace.updater.edit.find;

import dev.millrace.events.value.ImageName;

/**
 * An image reference as written in a file: with or without registry, tag and digest. Absent parts are empty.
 *
 * @param tag without the colon
 * @param digest without the {@code @}
 */
public record WrittenImage(String name, String tag, String digest) {
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
        return ImageName.fullForm(name).equals(image.value());
    }
}
