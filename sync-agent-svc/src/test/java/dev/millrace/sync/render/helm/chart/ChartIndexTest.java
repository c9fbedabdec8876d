package dev.millrace.sync.render.helm.chart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** An index that is large, by its number of entries or by one of them. */
class ChartIndexTest {
    private static final long SIXTY_MEGABYTES = 60L << 20;

    /** The parser's copies of a text of the greatest length; those of the whole text would be thousands of times as large. */
    private static final long COPIES = 800L << 20;

    /** The beginning of an item that doesn't end, and a part that is repeated. */
    static final List<Arguments> ITEMS = List.of(
            Arguments.of("a plain text", "entries: {other: ", "x"),
            Arguments.of("a quoted text", "entries: {other: \"", "x y "),
            Arguments.of("a text of many lines", "entries:\n  other: |\n", "    x\n"),
            Arguments.of("a key", "entries: {? ", "x"),
            Arguments.of("a comment", "#", "x"),
            Arguments.of("spaces", "entries:", " "),
            Arguments.of("empty lines", "entries:", "\n"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("ITEMS")
    void aTextWithoutEndIsRefusedBeforeItIsInMemory(String name, String start, String repeated) throws IOException {
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = memory.getCurrentThreadAllocatedBytes();

        ChartUnavailable refused = catchThrowableOfType(
                ChartUnavailable.class, () -> ChartIndex.find(endless(start, repeated), "shop", "1.2.3"));

        assertThat(refused.reason()).as(name).contains("index.yaml has a text of more than 512 KiB");
        assertThat(memory.getCurrentThreadAllocatedBytes() - before).isLessThan(COPIES);
    }

    private static InputStream endless(String start, String repeated) {
        return new SequenceInputStream(Collections.enumeration(
                List.of(new ByteArrayInputStream(start.getBytes(UTF_8)), new Repeated(repeated.getBytes(UTF_8)))));
    }

    @Test
    void aLongIndexOfSmallEntriesIsReadToItsEnd() throws ChartUnavailable, IOException {
        byte[] other = "  - {version: 1.0.0, urls: [a.tgz], description: none}\n"
                .repeat(1000)
                .getBytes(UTF_8);
        byte[] end = "  shop:\n  - {version: 1.2.3, urls: [shop.tgz]}\n".getBytes(UTF_8);
        List<InputStream> parts = List.of(
                new ByteArrayInputStream("entries:\n  other:\n".getBytes(UTF_8)),
                new ByteArrayInputStream(other),
                new ByteArrayInputStream(other),
                new ByteArrayInputStream(end));

        assertThat(ChartIndex.find(new SequenceInputStream(Collections.enumeration(parts)), "shop", "1.2.3"))
                .hasValueSatisfying(entry -> assertThat(entry.url()).isEqualTo("shop.tgz"));
    }

    private static final class Repeated extends InputStream {
        private final byte[] part;
        private long at;

        Repeated(byte[] part) {
            this.part = part;
        }

        @Override
        public int read() {
            return at == SIXTY_MEGABYTES ? -1 : part[(int) (at++ % part.length)];
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            int count = 0;
            for (int one = 0; count < length && (one = read()) >= 0; count++) {
                into[offset + count] = (byte) one;
            }
            return count == 0 ? -1 : count;
        }
    }
}
