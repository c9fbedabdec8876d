package dev.millrace.updater.edit;

import dev.millrace.updater.edit.find.Place;

/**
 * A value to set if its place still has the expected value; used to revert an edit.
 *
 * @param field the path, as in {@link Change#field}
 * @param from the expected value
 * @param to the new value
 */
public record Setting(String policy, String field, String from, String to) {

    boolean isOf(Place place) {
        return place.policy().equals(policy)
                && place.field().equals(field)
                && place.current().equals(from);
    }
}
