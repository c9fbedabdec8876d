package dev.millrace.builder.junit;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;

/** The reports of a test, added one by one. */
final class JUnitReports {
    static final int MAX_FILES = 100;
    static final int MAX_BYTES = 10 << 20;
    private static final int MAX_REASON = 200;

    private int files;
    private JUnitOutcome.Counted counted = JUnitOutcome.NONE;
    private Optional<String> problem = Optional.empty();

    /** Counts the test cases of one report. */
    void add(String path, InputStream content) {
        files++;
        if (problem.isPresent()) {
            return;
        }
        if (files > MAX_FILES) {
            problem = Optional.of("more than " + MAX_FILES + " JUnit reports were written");
            return;
        }
        try {
            counted = counted.plus(JUnitReport.read(bytes(content)));
        } catch (IOException | XMLStreamException e) {
            String reason = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
            problem = Optional.of("the JUnit report " + path + " is unreadable: "
                    + reason.substring(0, Math.min(reason.length(), MAX_REASON)));
        }
    }

    JUnitOutcome outcome() {
        if (files == 0) {
            return new JUnitOutcome.Unreadable("no JUnit report was written");
        }
        return problem.<JUnitOutcome>map(JUnitOutcome.Unreadable::new).orElse(counted);
    }

    private static byte[] bytes(InputStream content) throws IOException {
        byte[] bytes = content.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new IOException("larger than " + (MAX_BYTES >> 20) + " MiB");
        }
        return bytes;
    }
}
