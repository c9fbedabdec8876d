package dev.millrace.messaging.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Lists with an item that can't be shown. */
class ListingTest {
    static final List<Arguments> FAULTS = List.of(
            Arguments.of("an exception", (Function<String, String>) item -> String.valueOf(item.charAt(3))),
            Arguments.of("an exhausted stack", (Function<String, String>) ListingTest::endless));

    private static String endless(String item) {
        return item.isEmpty() ? item : endless(item + item.charAt(0)).substring(1);
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("FAULTS")
    void aFaultInOneItemCostsThatItemOnly(String name, Function<String, String> faulty) {
        List<String> shown = Listing.of(
                List.of("web", "bad", "db"),
                item -> item.equals("bad") ? faulty.apply(item) : item,
                (item, reason) -> item + ": " + reason);

        assertEquals(List.of("web", "db"), List.of(shown.getFirst(), shown.getLast()));
        String inPlace = "bad: this entry can't be shown: [A-Za-z]+; the service's log has the cause";
        assertTrue(shown.get(1).matches(inPlace), shown.get(1));
    }

    @Test
    void anExhaustedHeapIsNoFaultOfAnItem() {
        assertThrows(
                OutOfMemoryError.class,
                () -> Listing.of(
                        List.of("web"),
                        item -> {
                            throw new OutOfMemoryError("for this test");
                        },
                        (item, reason) -> item));
    }
}
