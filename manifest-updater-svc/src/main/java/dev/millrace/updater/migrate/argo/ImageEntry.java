package dev.millrace.updater.migrate.argo;

import dev.millrace.updater.edit.find.WrittenImage;
import java.util.Optional;

/**
 * An image of Image Updater's list: {@code alias=registry/name:constraint}.
 *
 * @param alias by which its settings are named; empty without one
 * @param name without tag
 * @param constraint a range of versions, or the tag that is followed
 */
record ImageEntry(String alias, String name, Optional<String> constraint) {

    static ImageEntry parse(String text) {
        int equals = text.indexOf('=');
        String alias = equals < 0 ? "" : text.substring(0, equals).strip();
        WrittenImage image = WrittenImage.of(text.substring(equals + 1).strip());
        return new ImageEntry(alias, image.name(), Optional.of(image.tag()).filter(one -> !one.isBlank()));
    }

    /** A name for its policy: the alias, or else the last part of the image's name. */
    String label() {
        return alias.isEmpty() ? name.substring(name.lastIndexOf('/') + 1) : alias;
    }
}
