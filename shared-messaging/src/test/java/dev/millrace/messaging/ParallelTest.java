package dev.millrace.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParallelTest {

    @Test
    void worksOnAllAtOnce() {
        CyclicBarrier together = new CyclicBarrier(3);
        Set<String> done = ConcurrentHashMap.newKeySet();

        Parallel.run(List.of("a", "b", "c"), item -> {
            await(together);
            done.add(item);
        });

        assertEquals(Set.of("a", "b", "c"), done);
    }

    @Test
    void resultsAreInTheOrderOfTheItems() {
        List<Integer> hundred = IntStream.range(0, 100).boxed().toList();

        assertEquals(hundred.stream().map(i -> i * 2).toList(), Parallel.each(hundred, 8, i -> i * 2));
        assertEquals(List.of(), Parallel.each(List.<Integer>of(), 8, i -> i));
    }

    /** All that may run at once meet before any of them ends, so one more would be counted. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8})
    void asManyRunAtOnceAsAreAllowedAndNotOneMore(int most) {
        AtomicInteger running = new AtomicInteger();
        CyclicBarrier all = new CyclicBarrier(most);

        List<Integer> seen = Parallel.each(IntStream.range(0, 96).boxed().toList(), most, i -> {
            int now = running.incrementAndGet();
            await(all);
            running.decrementAndGet();
            return now;
        });

        assertTrue(seen.stream().allMatch(now -> now >= 1 && now <= most), () -> "at the same time: " + seen);
    }

    @Test
    void aSingleItemIsDoneByTheCallerItself() {
        assertEquals(List.of(Thread.currentThread()), Parallel.each(List.of("one"), 8, one -> Thread.currentThread()));
    }

    @Test
    void aFailureIsThrownOnceTheOthersHaveEnded() {
        Set<Integer> done = ConcurrentHashMap.newKeySet();

        IllegalArgumentException failure = assertThrows(
                IllegalArgumentException.class,
                () -> Parallel.run(List.of(1, 2, 3), number -> {
                    if (number == 1) {
                        throw new IllegalArgumentException("the first one");
                    }
                    done.add(number);
                }));

        assertEquals("the first one", failure.getMessage());
        assertEquals(Set.of(2, 3), done);
    }

    /** The caller is being stopped: it does the work again later. */
    @Test
    void itemsThatHaveNotBegunAtAnInterruptFailAsInterrupted() {
        CountDownLatch never = new CountDownLatch(1);
        Thread.currentThread().interrupt();
        try {
            UncheckedIOException failure = assertThrows(
                    UncheckedIOException.class,
                    () -> Parallel.each(List.of(1, 2, 3), 1, number -> awaitUnlessInterrupted(never)));

            assertInstanceOf(InterruptedIOException.class, failure.getCause());
        } finally {
            Thread.interrupted();
        }
    }

    private static boolean awaitUnlessInterrupted(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException("interrupted at work"));
        }
    }

    @Test
    void anErrorOfOneItemIsThrownAsItIs() {
        assertThrows(
                StackOverflowError.class,
                () -> Parallel.run(List.of(1, 2), number -> {
                    throw new StackOverflowError();
                }));
    }

    @Test
    void workLogsWithTheChainOfTheCaller() {
        MDC.put("chain", "a chain");
        try {
            assertEquals(List.of("a chain", "a chain"), Parallel.each(List.of(1, 2), 2, number -> MDC.get("chain")));
        } finally {
            MDC.remove("chain");
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }
}
