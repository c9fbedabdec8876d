package dev.millrace.sync;

import static dev.millrace.sync.Deployed.configMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.git.proxy.HttpProxy;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A repository without events, at an address that counts requests. */
@QuarkusTest
@WithTestResource(AgentUnderTest.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.CLUSTER})
class PollIT {
    private static final Map<String, String> TOKEN = Map.of("token", "let-me-in");

    @Test
    void oneRequestServesHoweverManyApplications() {
        Deployed app = new Deployed("polled", null);
        CommitId first = app.push(Map.of("a.yaml", configMap("a", "1")));
        try (HttpProxy front = HttpProxy.plain(Testbed.shared().gitHost()).requiring("Bearer let-me-in")) {
            app.through(front.url(app.repository), TOKEN);
            app.follow("", "poll: 1s");
            app.awaitReady(first);
            IntStream.range(0, 4).forEach(i -> app.followAs("more-" + i, "", "poll: 1s", "observe: true"));
            await().atMost(Deployed.SOON)
                    .until(() ->
                            app.kubectl("get", "mapp", "-n", app.namespace, "-o", "jsonpath={.items[*].status.message}")
                                            .split("would", -1)
                                            .length
                                    > 4);

            Instant begin = Instant.now();
            long before = front.asked(app.repository);
            await().atMost(Deployed.SOON).until(() -> front.asked(app.repository) >= before + 3);
            long asked = front.asked(app.repository) - before;
            Duration took = Duration.between(begin, Instant.now());

            assertThat(asked).isLessThanOrEqualTo(2 + took.toMillis() / 900);
        }
    }

    @Test
    void aHostThatComesBackIsFoundAgainByItself() {
        Deployed app = new Deployed("back", null);
        CommitId first = app.push(Map.of("a.yaml", configMap("a", "1")));
        try (HttpProxy front = HttpProxy.plain(Testbed.shared().gitHost()).requiring("Bearer let-me-in")) {
            app.through(front.url(app.repository), TOKEN);
            app.follow("", "poll: 1s");
            app.awaitReady(first);

            front.requiring("Bearer nobody has this");
            CommitId second = app.push(Map.of("a.yaml", configMap("a", "2")));
            app.kubectl("annotate", "mapp", "app", "-n", app.namespace, "millrace.dev/sync=now");
            app.awaitStalled("rejected the credentials");
            String kept = app.object("configmap", "a").at("/data/value").asText();
            front.requiring("Bearer let-me-in");

            app.awaitReady(second);
            assertThat(kept).isEqualTo("1");
        }
    }
}
