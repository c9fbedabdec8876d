package dev.millrace.sync.health.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.Health;
import dev.millrace.sync.health.object.ObjectHealth;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelfRemovedTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "            |                  | Healthy  | it completed and was removed",
                "Healthy     |                  | Healthy  | it completed and was removed",
                "Degraded    | it failed: twice | Degraded | it failed: twice; it was removed since",
                "Progressing | 0 of 1           | Missing  | it is not in the cluster",
                "Suspended   | it is suspended  | Missing  | it is not in the cluster",
                "Unknown     | nobody knows     | Missing  | it is not in the cluster",
                "Missing     | it is gone       | Missing  | it is not in the cluster",
            })
    void oneThatIsGoneIsAsItEnded(@Nullable Health last, @Nullable String lastMessage, Health health, String message) {
        Optional<ObjectHealth> ended =
                Optional.ofNullable(last).map(known -> new ObjectHealth(known, lastMessage == null ? "" : lastMessage));

        assertThat(SelfRemoved.of(ended)).isEqualTo(new ObjectHealth(health, message));
    }
}
