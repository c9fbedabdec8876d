package dev.millrace.sync.health.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.events.Health;
import dev.millrace.sync.health.Observed;
import dev.millrace.sync.health.object.ObjectHealth;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KindRulesTest {
    private static final KindRules SHIPPED = KindRules.shipped();

    @Test
    void anObjectWithoutStatusIsInProgress() {
        assertThat(Observed.judge(object("cert-manager.io/v1 Certificate", "spec: {}"), SHIPPED))
                .isEqualTo(new ObjectHealth(Health.Progressing, "it is not ready yet"));
    }

    @Test
    void aWrittenRulePrecedesTheShippedOne() {
        KindRules own =
                KindRules.parse("rules", "[{kinds: [cert-manager.io/Certificate], suspended: 'self.spec.off'}]");

        assertThat(Observed.judge(object("cert-manager.io/v1 Certificate", "spec: {off: true}"), own.orElse(SHIPPED))
                        .health())
                .isEqualTo(Health.Suspended);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "a: b|a list of entries",
                "[{current: 'true'}]|each entry has kinds",
                "[{kinds: [a/B], ready: 'true'}]|no such key: ready",
                "[{kinds: [a/B], current: 'self.'}]|current of [a/B] is not a condition in CEL",
                "[{kinds: [a/B]}, {kinds: [a/C, a/B]}]|a/B has two rules",
                "[{kinds: [a/B]|not YAML"
            })
    void mistakesAreReported(String yaml, String message) {
        assertThatThrownBy(() -> KindRules.parse("rules", yaml))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static GenericKubernetesResource object(String kind, String rest) {
        String[] named = kind.split(" ");
        return Serialization.unmarshal(
                "apiVersion: %s\nkind: %s\nmetadata: {name: x, generation: 2}\n%s\n"
                        .formatted(named[0], named[1], rest.replace("}, status:", "}\nstatus:")),
                GenericKubernetesResource.class);
    }
}
