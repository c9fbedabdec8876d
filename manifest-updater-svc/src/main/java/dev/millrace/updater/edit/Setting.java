package dev.millrace.updater.edit;

import dev.millrace.updater.edit.find.Place;

/**
 * One value to be set, if its place still is and holds what it should: for taking back an edit.
 *
 * @param field as {@link Change#field} said it
 * @param from what must stand there now
 * @param to what shall stand there
 */
public record Setting(String policy, String field, String from, String to) {

    boolean isOf(Place place) {
        return place.policy().equals(policy)
                && place.field().equals(field)
                && place.current().equals(from);
    }
}
