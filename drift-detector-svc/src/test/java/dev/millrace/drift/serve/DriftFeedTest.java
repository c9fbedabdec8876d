package dev.millrace.drift.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.DriftDetected;
import dev.millrace.events.wire.Envelope;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DriftFeedTest {
    private static final Duration NOW = Duration.ZERO;

    private final DriftFeed feed = new DriftFeed();

    @Test
    void aReaderReceivesTheEventsAfterItBegan() throws InterruptedException {
        feed.published(Drifts.drift("before"));
        DriftFeed.Reader reader = feed.follow(Optional.empty());

        feed.published(Drifts.drift("a"));
        feed.published(Drifts.drift("b"));

        assertThat(reader.next(NOW)).contains(Drifts.drift("a"));
        assertThat(reader.next(NOW)).contains(Drifts.drift("b"));
        assertThat(reader.next(NOW)).isEmpty();
    }

    @Test
    void aReaderThatReconnectsReceivesWhatItMissed() throws InterruptedException {
        Envelope<DriftDetected> last = Drifts.drift("a");
        feed.published(last);
        feed.published(Drifts.drift("b"));

        DriftFeed.Reader reader = feed.follow(Optional.of(last.id().value()));

        assertThat(reader.next(NOW)).contains(Drifts.drift("b"));
        assertThat(reader.next(NOW)).isEmpty();
        assertThat(feed.follow(Optional.of("unknown")).next(NOW)).isEmpty();
    }

    @Test
    void aReaderThatLeavesTooMuchUnreadIsDroppedAndTheOthersAreNot() throws InterruptedException {
        DriftFeed.Reader slow = feed.follow(Optional.empty());
        DriftFeed.Reader other = feed.follow(Optional.empty());

        for (int i = 0; i <= DriftFeed.MAX_UNREAD; i++) {
            feed.published(Drifts.drift("d" + i));
            assertThat(other.next(NOW)).isPresent();
        }

        assertThat(slow.isDropped()).isTrue();
        assertThat(other.isDropped()).isFalse();
        assertThat(feed.readers()).isEqualTo(1);
        assertThat(feed.recent()).hasSize(DriftFeed.MAX_RECENT);
    }

    @Test
    void aReaderThatHasGoneReceivesNoMore() {
        feed.follow(Optional.empty()).close();

        assertThat(feed.readers()).isZero();
    }
}
