package dev.millrace.sync.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.events.value.GitRef;
import dev.millrace.sync.Sample;
import dev.millrace.sync.state.Triggers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a tick of the poll asks, and whom the answer concerns. */
class PollTest {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final Duration INTERVAL = Duration.ofMinutes(2);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @SuppressWarnings("NullAway.Init")
    private TestAgent parts;

    @SuppressWarnings("NullAway.Init")
    private Poll poll;

    private final AdvertisingHost host = new AdvertisingHost();

    @BeforeEach
    void create() {
        parts = new TestAgent(directory).open();
        poll = new Poll(parts.repositories, parts.agent, parts.followers, parts.queue, parts.clock);
    }

    @AfterEach
    void close() {
        poll.close();
        parts.close();
        host.close();
    }

    /** An Application whose repository was needed before: its branch is not on the host yet. */
    private void follow(String name, String branch, String... more) {
        String source = "source: {repository: '" + host.url("shop/config") + "', branch: " + branch + "}";
        parts.know(Sample.application(name, source + "\npoll: 1m\n" + String.join("\n", more)));
        parts.repositories.newest(parts.subject(name).source(), parts.clock.instant(), Optional.empty());
    }

    private void tickAfterAnInterval() {
        parts.clock.forward(INTERVAL);
        poll.tick();
    }

    @Test
    void aRepositoryIsListedOnceInAnIntervalHoweverManyFollowIt() {
        follow("web", "main");
        follow("db", "main");
        follow("next", "next");
        int before = host.listings();

        tickAfterAnInterval();
        await().atMost(SOON).until(() -> host.listings() == before + 1);
        poll.tick();
        tickAfterAnInterval();
        await().atMost(SOON).until(() -> host.listings() == before + 2);

        assertThat(host.listings()).isEqualTo(before + 2);
    }

    @Test
    void aFetchPostponesTheNextListing() {
        follow("web", "main");
        int before = host.listings();

        poll.tick();
        parts.clock.forward(Duration.ofSeconds(30));
        poll.tick();
        tickAfterAnInterval();
        await().atMost(SOON).until(() -> host.listings() > before);

        assertThat(host.listings()).isEqualTo(before + 1);
    }

    @Test
    void aMoveTriggersAllThatFollowTheRefAndNoOther() {
        follow("web", "main");
        follow("db", "main");
        follow("next", "next");
        host.advertise(GitRef.branch("main"), Sample.NEW);

        tickAfterAnInterval();

        Triggers moved = Triggers.source(parts.clock.instant(), Trigger.POLL);
        Map<String, List<Triggers>> expected = Map.of("uid-web", List.of(moved), "uid-db", List.of(moved));
        await().atMost(SOON).untilAsserted(() -> assertThat(parts.passes()).isEqualTo(expected));
    }

    @Test
    void aHostThatDoesNotAnswerIsAskedAgainAfterTheInterval() {
        follow("web", "main");
        host.failing(true);
        int before = host.listings();
        tickAfterAnInterval();
        await().atMost(SOON).until(() -> host.listings() > before);

        host.failing(false);
        host.advertise(GitRef.branch("main"), Sample.NEW);
        await().atMost(SOON).untilAsserted(() -> {
            tickAfterAnInterval();
            assertThat(parts.passes()).containsOnlyKeys("uid-web");
        });
    }
}
