package dev.millrace.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.Test;

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
    void answersInTheOrderOfTheItemsAndKeepsItsBound() {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger highest = new AtomicInteger();

        List<Integer> squares = Parallel.each(IntStream.range(0, 100).boxed().toList(), 3, number -> {
            highest.accumulateAndGet(now.incrementAndGet(), Math::max);
            now.decrementAndGet();
            return number * number;
        });

        assertEquals(
                IntStream.range(0, 100).map(number -> number * number).boxed().toList(), squares);
        assertTrue(highest.get() <= 3, "at the same time: " + highest);
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
