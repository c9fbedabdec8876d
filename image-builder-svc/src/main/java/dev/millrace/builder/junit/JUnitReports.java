package dev.millrace.builder.junit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;

/** The reports in a folder: its XML files, at any depth up to a bound. */
public final class JUnitReports {
    static final int MAX_FILES = 100;
    static final int MAX_BYTES = 10 << 20;
    private static final int MAX_DEPTH = 10;
    private static final int MAX_REASON = 200;

    private JUnitReports() {}

    /** Counts the test cases of one report, or of all reports of a folder. */
    public static JUnitOutcome read(Path place) {
        List<Path> files;
        try (Stream<Path> found = Files.find(
                place,
                MAX_DEPTH,
                (path, attributes) -> attributes.isRegularFile()
                        && (path.equals(place) || path.toString().endsWith(".xml")))) {
            files = found.sorted().limit(MAX_FILES + 1L).toList();
        } catch (IOException e) {
            return new JUnitOutcome.Unreadable("no JUnit report was written");
        }
        if (files.isEmpty()) {
            return new JUnitOutcome.Unreadable("no JUnit report was written");
        }
        if (files.size() > MAX_FILES) {
            return new JUnitOutcome.Unreadable("more than " + MAX_FILES + " JUnit reports were written");
        }
        return count(place, files);
    }

    private static JUnitOutcome count(Path place, List<Path> files) {
        TestCounts counts = TestCounts.NONE;
        for (Path file : files) {
            try {
                counts = counts.plus(JUnitReport.counts(bytes(file)));
            } catch (IOException | XMLStreamException e) {
                String reason = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
                return new JUnitOutcome.Unreadable("the JUnit report " + place.relativize(file) + " is unreadable: "
                        + reason.substring(0, Math.min(reason.length(), MAX_REASON)));
            }
        }
        return new JUnitOutcome.Counted(counts);
    }

    private static byte[] bytes(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = content.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException("larger than " + (MAX_BYTES >> 20) + " MiB");
            }
            return bytes;
        }
    }
}
