package dev.millrace.updater.policy;

import dev.millrace.events.Source;
import dev.millrace.events.value.ImageName;
import dev.millrace.updater.edit.find.Finder;
import dev.millrace.updater.edit.find.Search;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A rule that says which versions of an image are written, to which places, and under which conditions.
 *
 * @param name the name in markers and trailers; {@code namespace:name} if the policy has a namespace
 * @param group the group whose changes are delivered together, in its commits or its request
 * @param set the images that are written together with this one
 * @param values the values of the placeholders, if it is one of several policies that a pattern stands for
 */
public record Policy(
        String name,
        ImageName image,
        Versions versions,
        PlaceRules places,
        Promotion promotion,
        String group,
        Optional<ImageSet> set,
        Map<String, String> values) {
    public Policy {
        values = Map.copyOf(values);
    }

    /** A policy of one image, without placeholders. */
    public Policy(
            String name, ImageName image, Versions versions, PlaceRules places, Promotion promotion, String group) {
        this(name, image, versions, places, promotion, group, Optional.empty(), Map.of());
    }

    /** The same policy, as one of those that a pattern stands for. */
    public Policy with(Map<String, String> some) {
        return new Policy(name, image, versions, places, promotion, group, set, some);
    }

    /** The same policy, as a member of a set. */
    public Policy in(ImageSet images) {
        return new Policy(name, image, versions, places, promotion, group, Optional.of(images), values);
    }

    /** A policy for the newest image, at its markers and kustomize's entries. */
    public static Policy newest(String name, ImageName image) {
        return new Policy(name, image, Versions.NEWEST, PlaceRules.MARKERS, Promotion.NONE, DEFAULT_GROUP);
    }

    /** The group of policies that have no environment. */
    public static final String DEFAULT_GROUP = "images";

    /** Returns true if images of this source are allowed. */
    public boolean allows(Optional<Source> source) {
        return versions.allows(source);
    }

    /** Returns true if this policy covers a file. */
    public boolean covers(String path) {
        return places.covers(path);
    }

    /** The search in the files. */
    public Search search() {
        List<Finder> finders = places.finders();
        return new Search(name, image, finders, versions.pinned(), places.nameFiles(), places.adds());
    }
}
