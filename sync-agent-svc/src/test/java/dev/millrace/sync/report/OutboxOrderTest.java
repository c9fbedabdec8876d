package dev.millrace.sync.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.events.Event;
import dev.millrace.events.SyncCompleted;
import dev.millrace.events.value.EventId;
import dev.millrace.events.wire.Envelope;
import dev.millrace.sync.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Events leave in their order, for each application by itself, whatever Kafka does. */
class OutboxOrderTest {
    private final List<EventId> published = new CopyOnWriteArrayList<>();
    private final List<String> acknowledged = new CopyOnWriteArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();
    private final Set<EventId> poisoned = ConcurrentHashMap.newKeySet();
    private final CountDownLatch began = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile String blocked = "";
    private final Outbox outbox =
            new Outbox(this::publish, (application, id) -> acknowledged.add(application + " " + id));

    private void publish(Envelope<? extends Event> envelope) {
        if (((SyncCompleted) envelope.event()).applicationUid().equals(blocked)) {
            began.countDown();
            awaitEnd();
        }
        if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new UncheckedIOException(new IOException("no broker"));
        }
        if (poisoned.contains(envelope.id())) {
            throw new IllegalArgumentException("the event is too large");
        }
        published.add(envelope.id());
    }

    private void awaitEnd() {
        try {
            mayEnd.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopped.countDown();
            throw new UncheckedIOException(new IOException("stopped"));
        }
    }

    @AfterEach
    void close() {
        mayEnd.countDown();
        outbox.close();
    }

    private static Envelope<SyncCompleted> event(String uid, long attempt) {
        return Outcomes.envelope(
                Outcomes.superseded(Sample.ID, uid, Sample.attempt(attempt)), Sample.attempt(attempt), Sample.NOW);
    }

    private static List<Envelope<SyncCompleted>> events(String uid, int count) {
        return IntStream.range(0, count).mapToObj(i -> event(uid, i)).toList();
    }

    private static List<EventId> ids(List<Envelope<SyncCompleted>> events) {
        return events.stream().map(Envelope::id).toList();
    }

    @Test
    void eventsOfOneApplicationKeepTheirOrderOverManyPasses() {
        List<Envelope<SyncCompleted>> all = events("web", 50);

        List<Envelope<SyncCompleted>> recorded = new ArrayList<>();
        all.forEach(event -> {
            recorded.add(event);
            outbox.publish("web", recorded); // each pass publishes all that is still recorded
        });

        await().atMost(Duration.ofMinutes(2)).until(() -> acknowledged.size() == 50);
        assertThat(published).isEqualTo(ids(all));
    }

    @Test
    void anErrorOfKafkaIsRetriedBeforeTheNextEvent() {
        failures.set(2);
        List<Envelope<SyncCompleted>> all = events("web", 3);

        outbox.publish("web", all);

        await().atMost(Duration.ofMinutes(2)).until(() -> acknowledged.size() == 3);
        assertThat(published).isEqualTo(ids(all));
    }

    @Test
    void anEventThatItsRecordHasNoRoomForIsNotPublished() throws InterruptedException {
        blocked = "web";
        List<Envelope<SyncCompleted>> all = events("web", 4);
        outbox.publish("web", all);
        began.await();

        int dropped = outbox.keepOnly("web", List.of(all.get(0), all.get(3)));
        int others = outbox.keepOnly("db", List.of());
        mayEnd.countDown();

        await().atMost(Duration.ofMinutes(2)).until(() -> acknowledged.size() == 2);
        assertThat(dropped).isEqualTo(2);
        assertThat(others).isZero();
        assertThat(published).containsExactly(all.get(0).id(), all.get(3).id());
        assertThat(outbox.size()).isEqualTo(2);
    }

    @Test
    void anApplicationWhoseEventWaitsDelaysNoOther() throws InterruptedException {
        blocked = "slow";
        outbox.publish("slow", events("slow", 2));
        began.await();

        outbox.publish("web", events("web", 3));

        await().atMost(Duration.ofMinutes(2)).until(() -> acknowledged.size() == 3);
        assertThat(published).isEqualTo(ids(events("web", 3)));
        assertThat(outbox.size()).isEqualTo(5);
    }

    @Test
    void anEventThatLeftTheRecordAndIsRecordedAgainIsPublishedAgain() {
        Envelope<SyncCompleted> event = event("web", 1);
        outbox.publish("web", List.of(event));
        await().atMost(Duration.ofMinutes(2)).until(() -> acknowledged.size() == 1);

        outbox.forget(event.id());
        assertThat(outbox.size()).isZero();
        outbox.publish("web", List.of(event));

        await().atMost(Duration.ofMinutes(2)).until(() -> acknowledged.size() == 2);
        assertThat(published).containsExactly(event.id(), event.id());
    }

    @Test
    void aNewLeaderDoesNotPublishWhatIsStillBeingPublished() throws InterruptedException {
        blocked = "slow";
        List<Envelope<SyncCompleted>> events = events("slow", 1);
        outbox.publish("slow", events);
        began.await();

        outbox.reopen();
        outbox.publish("slow", events);
        mayEnd.countDown();

        await().atMost(Duration.ofMinutes(2)).until(() -> acknowledged.size() == 1);
        outbox.publish("slow", events);
        assertThat(published).isEqualTo(ids(events));
    }

    @Test
    void afterTheEndNothingIsPublishedAndNothingAcknowledged() throws InterruptedException {
        blocked = "slow";
        outbox.publish("slow", events("slow", 3));
        began.await();

        outbox.close();

        stopped.await();
        assertThat(published).isEmpty();
        assertThat(acknowledged).isEmpty();
        assertThat(outbox.size()).as("the next agent publishes them").isEqualTo(3);
    }

    @Test
    void anEventThatCanNeverBePublishedDoesNotStopTheNextOnes() {
        List<Envelope<SyncCompleted>> events = events("web", 3);
        poisoned.add(events.get(1).id());

        outbox.publish("web", events);

        await().atMost(Duration.ofMinutes(2)).until(() -> acknowledged.size() == 2);
        assertThat(published).containsExactly(events.get(0).id(), events.get(2).id());
    }
}
