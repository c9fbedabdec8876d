package dev.millrace.messaging.intake;

import java.util.Collection;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Shows items one by one: a fault in one of them costs only its own entry. */
public final class Listing {
    private static final Logger LOG = Logger.getLogger(Listing.class);

    private Listing() {}

    /**
     * Returns an entry for each item.
     *
     * @param entry shows an item
     * @param inPlace the entry of an item that can't be shown, with the reason
     */
    public static <T, R> List<R> of(
            Collection<? extends T> items, Function<? super T, R> entry, BiFunction<? super T, String, R> inPlace) {
        return items.stream().map(item -> shown(item, entry, inPlace)).toList();
    }

    private static <T, R> R shown(T item, Function<? super T, R> entry, BiFunction<? super T, String, R> inPlace) {
        try {
            return entry.apply(item);
        } catch (RuntimeException | StackOverflowError e) {
            LOG.errorf(e, "an entry of a list can't be shown");
            return inPlace.apply(
                    item,
                    "this entry can't be shown: " + e.getClass().getSimpleName() + "; the service's log has the cause");
        }
    }
}
