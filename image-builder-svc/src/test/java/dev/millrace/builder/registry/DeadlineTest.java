package dev.millrace.builder.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.registry.RegistryUnavailable;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineTest {

    @Test
    void aRequestHasItsOwnLimitWhileMoreTimeIsLeft() {
        assertThat(Deadline.in(Duration.ofHours(1)).limit(Duration.ofSeconds(40), "pushing"))
                .isEqualTo(Duration.ofSeconds(40));
    }

    @Test
    void aRequestHasTheTimeThatIsLeft() {
        assertThat(Deadline.in(Duration.ofSeconds(30)).limit(Duration.ofHours(1), "pushing"))
                .isLessThanOrEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void noRequestIsSentWhenTheTimeIsOver() {
        Deadline over = Deadline.in(Duration.ZERO);

        assertThatThrownBy(() -> over.limit(Duration.ofSeconds(40), "pushing reg.example/shop/web"))
                .isInstanceOf(RegistryUnavailable.class)
                .hasMessage(
                        "pushing reg.example/shop/web: not finished within 0 s; the next attempt continues, raise the"
                                + " time limit if that is never enough");
    }
}
