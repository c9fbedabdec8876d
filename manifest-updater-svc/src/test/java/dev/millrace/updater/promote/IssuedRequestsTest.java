package dev.millrace.updater.promote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.EventId;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The requests that are issued once, and how long they are remembered. */
class IssuedRequestsTest {
    private final IssuedRequests issued = new IssuedRequests();

    @Test
    void aDueRequestIsIssuedOnce() {
        check(1);

        issued.begin();

        assertThat(issued.isIssued(event(1))).isTrue();
    }

    @Test
    void aRequestThatIsDueAgainIsIssuedAgain() {
        check(1);
        check(2);

        issued.begin();

        assertThat(issued.isIssued(event(1))).isFalse();
    }

    @Test
    void anInterruptedRoundForgetsNothing() {
        check(1);
        issued.begin();
        issued.isIssued(event(2));

        issued.begin();

        assertThat(issued.isIssued(event(1))).isTrue();
    }

    @Test
    void memoryDoesNotGrowWithIssuedRequests() {
        IntStream.range(0, 1000).forEach(this::check);

        assertThat(issued.size()).isEqualTo(1);
    }

    private void check(int n) {
        issued.begin();
        if (!issued.isIssued(event(n))) {
            issued.add(event(n));
        }
        issued.end();
    }

    private static EventId event(int n) {
        return EventId.of("update.requested", Integer.toString(n));
    }
}
