package dev.millrace.sync;

import static dev.millrace.sync.Deployed.configMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Applications whose spec is meant to do harm: their status has the reason, and others are synced. */
@QuarkusTest
@WithTestResource(AgentUnderTest.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.CLUSTER})
class HostileApplicationIT {
    private static final String GROWING = "['aaaaaaaaaa']" + ".map(x, x+x+x+x+x+x+x+x+x+x)".repeat(9) + ".size() == 1";

    @Test
    void aConditionThatGrowsHoldsUpItsOwnApplicationOnly() {
        Deployed app = new Deployed("growing", null);
        app.push(Map.of("db/a.yaml", configMap("a", "1"), "app/b.yaml", configMap("b", "1")));
        app.followAs("db", "db", "poll: 1s");

        app.follow("app", "poll: 1s", "dependsOn: [{name: db, ready: \"" + GROWING + "\"}]");

        await().atMost(Deployed.SOON)
                .untilAsserted(
                        () -> assertThat(app.status().path("message").asText()).contains(": it takes more than "));
        app.push(Map.of("db/a.yaml", configMap("a", "2")));
        await().atMost(Deployed.SOON).untilAsserted(() -> assertThat(
                        app.object("configmap", "a").at("/data/value").asText())
                .isEqualTo("2"));
        assertThat(app.object("configmap", "b").isMissingNode()).isTrue();
    }

    @Test
    void theApiServerRefusesWhatIsBeyondALimit() {
        Deployed app = new Deployed("limits", null);

        assertThatThrownBy(() -> app.follow("a".repeat(1_025)))
                .hasMessageContaining("spec.source.path")
                .hasMessageContaining("1024");
    }
}
