package dev.millrace.sync.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.events.Health;
import dev.millrace.events.HealthChanged;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.wire.Envelope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static final ChainId CHAIN =
            ChainId.of(RepositoryId.parse("https://git.example.com/shop/config"), new CommitId("c".repeat(40)));

    private final List<EventId> published = new CopyOnWriteArrayList<>();
    private final List<EventId> acknowledged = new CopyOnWriteArrayList<>();
    private final Outbox outbox =
            new Outbox(envelope -> published.add(envelope.id()), (application, id) -> acknowledged.add(id));

    @AfterEach
    void close() {
        outbox.close();
    }

    @Test
    void whatIsRecordedStillIsToldOnceOnly() {
        Envelope<HealthChanged> first = event(1);
        Envelope<HealthChanged> second = event(2);

        outbox.publish("app", List.of(first));
        outbox.publish("app", List.of(first, second));

        await().atMost(Duration.ofMinutes(2)).until(() -> acknowledged.size() == 2);
        assertThat(published).containsExactly(first.id(), second.id());
    }

    @Test
    void whatNobodyMayHaveHeardToBeToldIsToldAgainByWhoeverBeginsAnew() {
        Envelope<HealthChanged> event = event(1);
        outbox.publish("app", List.of(event));
        await().atMost(Duration.ofMinutes(2)).until(() -> acknowledged.size() == 1);

        outbox.reopen();
        outbox.publish("app", List.of(event));

        await().atMost(Duration.ofMinutes(2)).until(() -> acknowledged.size() == 2);
        assertThat(published).containsExactly(event.id(), event.id());
    }

    private static Envelope<HealthChanged> event(int number) {
        Instant since = Instant.EPOCH.plusSeconds(number);
        HealthChanged event = new HealthChanged(
                new ApplicationId("cluster", "shop", "app"),
                "uid",
                Health.Healthy,
                Health.Missing,
                since,
                Optional.of(new CommitId("c".repeat(40))),
                List.of());
        return new Envelope<>(event, "sync-agent-svc", since, CHAIN, Optional.empty(), Optional.empty());
    }
}
