package dev.millrace.updater.promote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.EventId;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is asked for once, and for how long that is remembered. */
class AskedTest {
    private final Asked asked = new Asked();

    @Test
    void whatIsStillDueIsAskedForOnce() {
        look(1);

        asked.begin();

        assertThat(asked.has(event(1))).isTrue();
    }

    @Test
    void whatIsDueAgainIsAskedForAgain() {
        look(1);
        look(2);

        asked.begin();

        assertThat(asked.has(event(1))).isFalse();
    }

    @Test
    void aLookThatDoesNotGetToItsEndForgetsNothing() {
        look(1);
        asked.begin();
        asked.has(event(2));

        asked.begin();

        assertThat(asked.has(event(1))).isTrue();
    }

    @Test
    void memoryDoesNotGrowWithWhatWasAskedFor() {
        IntStream.range(0, 1000).forEach(this::look);

        assertThat(asked.size()).isEqualTo(1);
    }

    private void look(int n) {
        asked.begin();
        if (!asked.has(event(n))) {
            asked.add(event(n));
        }
        asked.end();
    }

    private static EventId event(int n) {
        return EventId.of("update.requested", Integer.toString(n));
    }
}
