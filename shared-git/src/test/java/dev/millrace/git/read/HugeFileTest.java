package dev.millrace.git.read;

import static dev.millrace.git.Upstream.MAIN;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.millrace.git.MirrorFixture;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A file of zeros takes a few kilobytes in a repository, whatever its size is. */
class HugeFileTest extends MirrorFixture {
    private static final long LITTLE = 16 << 20;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Returns what the work allocates on this thread. */
    private static long allocated(Callable<?> work) throws Exception {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        work.call();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void aFileThatIsLargerThanTheLimitIsNotInflated() throws Exception {
        isNotInflated(40L << 20);
    }

    @Test
    @Tag("attack")
    void aFileThatIsLargerThanTheHeapIsNotInflated() throws Exception {
        isNotInflated(900L << 20);
    }

    private void isNotInflated(long size) throws Exception {
        upstream.commitZeros(MAIN, "zeros.yaml", size);
        Tree[] tree = new Tree[1];

        assertThat(allocated(() -> tree[0] = mirror.tree(mirror.fetch(MAIN).orElseThrow())))
                .as("fetching it")
                .isLessThan(64 << 20);
        assertThat(allocated(
                        () -> assertThat(tree[0].read("zeros.yaml", 1 << 20)).isEmpty()))
                .as("reading it")
                .isLessThan(LITTLE);
        assertThat(allocated(() -> {
                    tree[0].read(tree[0].blobs(), 1 << 20, (blob, content) -> {
                        throw new AssertionError(blob.path() + " is read");
                    });
                    return "";
                }))
                .as("reading all files")
                .isLessThan(LITTLE);
        assertThat(tree[0].size("zeros.yaml")).contains(size);
    }
}
