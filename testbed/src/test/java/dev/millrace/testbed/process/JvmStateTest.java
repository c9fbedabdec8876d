package dev.millrace.testbed.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JvmStateTest {
    @Test
    void assignsNoPortTwice() {
        long different = IntStream.range(0, 2_000)
                .map(part -> JvmState.port("some-part-" + part))
                .distinct()
                .count();

        assertThat(different).isEqualTo(2_000);
    }

    @Test
    void aRemovedPortIsReplacedByAnother() {
        int first = JvmState.port("moved");

        JvmState.forget("moved");

        assertThat(JvmState.port("moved")).isNotEqualTo(first);
    }
}
