package dev.millrace.updater.policy;

import dev.millrace.events.Source;
import dev.millrace.events.value.ImageName;
import dev.millrace.updater.edit.find.Finder;
import dev.millrace.updater.edit.find.Search;
import java.util.List;
import java.util.Optional;

/**
 * Which images of one name are wanted, where, and on what conditions.
 *
 * @param group whose commits or request its changes go into: what is delivered together
 */
public record Policy(
        String name, ImageName image, Versions versions, PlaceRules places, Promotion promotion, String group) {

    /** A policy for the newest image, at its markers and kustomize's entries. */
    public static Policy newest(String name, ImageName image) {
        return new Policy(name, image, Versions.NEWEST, PlaceRules.MARKERS, Promotion.NONE, DEFAULT_GROUP);
    }

    /** The group of policies that have no environment. */
    public static final String DEFAULT_GROUP = "images";

    /** Whether an image of this source is wanted at all. */
    public boolean allows(Optional<Source> source) {
        return versions.allows(source);
    }

    /** Whether this policy looks into a file. */
    public boolean covers(String path) {
        return places.covers(path);
    }

    /** What to look for in the files. */
    public Search search() {
        List<Finder> finders = places.finders();
        return new Search(name, image, finders, versions.pinned());
    }
}
