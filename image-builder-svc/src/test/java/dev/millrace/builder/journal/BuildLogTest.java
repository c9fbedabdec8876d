package dev.millrace.builder.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildLogTest {
    private final Redactor redactor = new Redactor(List.of("s3cret"));

    @Test
    void theFileIsBoundedAndTheTailHasTheLastLines(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("1.log");

        try (BuildLog log = new BuildLog(file, redactor, new BuildLog.Bounds(100, 3))) {
            IntStream.range(0, 1000).forEach(i -> log.accept("line " + i));

            assertThat(log.tail()).isEqualTo("line 997\nline 998\nline 999");
        }
        assertThat(Files.size(file)).isLessThan(200);
        assertThat(Files.readString(file)).startsWith("line 0\n").endsWith("the remaining lines were left out)\n");
    }

    @Test
    void noCredentialReachesFileOrTail(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("1.log");

        try (BuildLog log = new BuildLog(file, redactor, new BuildLog.Bounds(1000, 3))) {
            log.accept("password s3cret");

            assertThat(log.tail()).isEqualTo("password ***");
        }
        assertThat(Files.readString(file)).doesNotContain("s3cret");
    }
}
