package dev.millrace.sync.lead;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.ObjectRef;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OverrunTest {
    private static final ObjectRef ROLE =
            new ObjectRef("rbac.authorization.k8s.io/v1", "ClusterRole", Optional.empty(), "system:reader");
    private static final ObjectRef SETTINGS = new ObjectRef("v1", "ConfigMap", Optional.of("shop"), "settings");

    @Test
    void isReadAsItWasWritten() {
        Overrun written = new Overrun("2026-11-23T10:00:00Z by agent_1", List.of(ROLE, SETTINGS));

        Overrun read = Overrun.parse(written.toString());

        assertThat(read.asked()).isEqualTo(written.asked());
        assertThat(read.objects()).containsExactlyInAnyOrder(ROLE, SETTINGS);
    }

    @Test
    void asksForTheLookAloneIfAPersonWroteAnyWord() {
        assertThat(Overrun.parse("please")).isEqualTo(new Overrun("please", List.of()));
        assertThat(Overrun.parse("now; this, is no object at all")).isEqualTo(new Overrun("now", List.of()));
    }

    @Test
    void namesEachObjectOnce() {
        Overrun one = new Overrun("now", List.of(ROLE));

        assertThat(one.and(List.of(ROLE, SETTINGS)).objects()).containsExactly(ROLE, SETTINGS);
    }
}
