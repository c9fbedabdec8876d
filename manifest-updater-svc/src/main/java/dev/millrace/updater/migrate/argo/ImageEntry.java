package dev.millrace.updater.migrate.argo;

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
        String image = text.substring(equals + 1).strip();
        int digest = image.indexOf('@');
        String named = digest < 0 ? image : image.substring(0, digest);
        int colon = named.indexOf(':', named.lastIndexOf('/') + 1);
        return colon < 0
                ? new ImageEntry(alias, named, Optional.empty())
                : new ImageEntry(
                        alias,
                        named.substring(0, colon),
                        Optional.of(named.substring(colon + 1)).filter(one -> !one.isBlank()));
    }

    /** A name for its policy: the alias, or else the last part of the image's name. */
    String label() {
        return alias.isEmpty() ? name.substring(name.lastIndexOf('/') + 1) : alias;
    }
}
