package dev.millrace.sync.render.helm.chart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartCacheTest {
    private static final byte[] CHART = "a packed chart".getBytes(UTF_8);
    private static final byte[] OTHER = "another one it is".getBytes(UTF_8);

    private final Path directory;

    ChartCacheTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void keepsAChartOverARestart() {
        new ChartCache(directory, 1 << 20).put("a", CHART);

        assertThat(new ChartCache(directory, 1 << 20).get("a")).hasValue(CHART);
    }

    @Test
    void takesWhatWasChangedOnDiskForMissing() throws IOException {
        ChartCache cache = new ChartCache(directory, 1 << 20);
        cache.put("a", CHART);
        Files.writeString(directory.resolve(Sha256.hex(CHART) + ".tgz"), "changed");

        assertThat(cache.get("a")).isEmpty();
    }

    @Test
    void letsTheOnesGoThatWereUnusedForLongest() throws IOException {
        ChartCache cache = new ChartCache(directory, 20);
        cache.put("a", CHART);
        Files.setLastModifiedTime(directory.resolve(Sha256.hex(CHART) + ".tgz"), FileTime.from(Instant.EPOCH));

        cache.put("b", OTHER);

        assertThat(cache.get("a")).isEmpty();
        assertThat(cache.get("b")).hasValue(OTHER);
    }
}
