package dev.millrace.builder.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CacheUseTest {
    private static final Executor THREADS = work -> Thread.ofVirtual().start(work);

    private final CacheUse cache = new CacheUse();
    private final AtomicInteger cleaned = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger ended = new AtomicInteger();

    /** Starts a build that runs until the test ends it. */
    private CompletableFuture<Boolean> startBuild() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        CompletableFuture<Boolean> build = CompletableFuture.supplyAsync(
                () -> cache.build(() -> {
                    running.countDown();
                    try {
                        end.await();
                        ended.incrementAndGet();
                        return true;
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        return false;
                    }
                }),
                THREADS);
        running.await();
        return build;
    }

    @Test
    void buildsRunAtTheSameTime() throws InterruptedException {
        CompletableFuture<Boolean> first = startBuild();
        CompletableFuture<Boolean> second = startBuild();

        end.countDown();

        assertThat(first.join()).isTrue();
        assertThat(second.join()).isTrue();
    }

    @Test
    void aCleanupRunsOnlyWhileNoBuildDoes() throws InterruptedException {
        CompletableFuture<Boolean> build = startBuild();

        cache.clean(cleaned::incrementAndGet);
        assertThat(cleaned).hasValue(0);

        end.countDown();
        build.join();
        cache.clean(cleaned::incrementAndGet);
        assertThat(cleaned).hasValue(1);
    }

    @Test
    void aCleanupThatWasPutOffOftenWaitsForTheBuilds() throws InterruptedException {
        CompletableFuture<Boolean> build = startBuild();
        for (int i = 0; i < 19; i++) {
            cache.clean(cleaned::incrementAndGet);
        }
        assertThat(cleaned).hasValue(0);
        CompletableFuture<Integer> endedBefore = new CompletableFuture<>();
        CompletableFuture<Void> after =
                CompletableFuture.runAsync(() -> cache.clean(() -> endedBefore.complete(ended.get())), THREADS);

        end.countDown();

        assertThat(endedBefore.join()).isEqualTo(1);
        assertThat(build.join()).isTrue();
        assertThat(after.join()).isNull();
    }
}
