package dev.millrace.sync.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParallelTest {
    private static final List<Integer> HUNDRED = IntStream.range(0, 100).boxed().toList();

    @Test
    void resultsAreInTheOrderOfTheItems() {
        assertThat(Parallel.each(HUNDRED, 8, i -> i * 2))
                .isEqualTo(HUNDRED.stream().map(i -> i * 2).toList());
        assertThat(Parallel.each(List.<Integer>of(), 8, i -> i)).isEmpty();
    }

    /** All that may run at once meet before any of them ends, so one more would be counted. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8})
    void asManyRunAtOnceAsAreAllowedAndNotOneMore(int most) {
        List<Integer> items = HUNDRED.subList(0, 96);
        AtomicInteger running = new AtomicInteger();
        CyclicBarrier all = new CyclicBarrier(most);

        List<Integer> seen = Parallel.each(items, most, i -> {
            int now = running.incrementAndGet();
            awaitTheOthers(all);
            running.decrementAndGet();
            return now;
        });

        assertThat(seen).allMatch(now -> now >= 1 && now <= most);
    }

    private static void awaitTheOthers(CyclicBarrier all) {
        try {
            all.await(10, TimeUnit.MINUTES);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException("the others did not come", e);
        }
    }

    @Test
    void theFirstExceptionInTheOrderOfTheItemsIsThrownAfterAllHaveEnded() {
        AtomicInteger ended = new AtomicInteger();

        assertThatThrownBy(() -> Parallel.each(HUNDRED, 8, i -> {
                    ended.incrementAndGet();
                    if (i == 97 || i == 20) {
                        throw new IllegalArgumentException("item " + i);
                    }
                    return i;
                }))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("item 20");
        assertThat(ended).hasValue(100);
    }

    @Test
    void aSingleItemIsDoneByTheCallerItself() {
        assertThat(Parallel.each(List.of("one"), 8, one -> Thread.currentThread()))
                .containsExactly(Thread.currentThread());
    }

    @Test
    void anErrorOfOneItemIsReportedWithItsCause() {
        AssertionError error = new AssertionError("broken");

        assertThatThrownBy(() -> Parallel.each(List.of(1, 2), 8, i -> {
                    throw error;
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasRootCause(error);
    }
}
