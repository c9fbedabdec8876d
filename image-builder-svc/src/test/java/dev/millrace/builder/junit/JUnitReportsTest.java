package dev.millrace.builder.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class JUnitReportsTest {
    private static final String REPORT = """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites tests="99">
              <testsuite name="a" tests="99">
                <properties><property name="failure" value="x"/></properties>
                <testcase name="passes"/>
                <testcase name="fails"><failure message="no">a &lt; b</failure></testcase>
                <testcase name="breaks"><error/><skipped/></testcase>
                <testcase name="waits"><skipped/></testcase>
                <system-out><![CDATA[<testcase/>]]></system-out>
              </testsuite>
            </testsuites>
            """;

    static final List<Arguments> UNREADABLE = List.of(
            Arguments.of("", "unreadable"),
            Arguments.of("not XML", "unreadable"),
            Arguments.of("<html/>", "the root element is html"),
            Arguments.of("<testsuite>", "unreadable"),
            Arguments.of("<!DOCTYPE testsuite [<!ENTITY a \"b\">]><testsuite>&a;</testsuite>", "not allowed"),
            Arguments.of("<!DOCTYPE testsuite SYSTEM \"file:///etc/passwd\"><testsuite/>", "not allowed"),
            Arguments.of("<!DOCTYPE t [" + lol() + "]><testsuite>&l9;</testsuite>", "not allowed"),
            Arguments.of("<testsuite>&unknown;</testsuite>", "unreadable"),
            Arguments.of("<testsuite>" + "<a>".repeat(100_000), "nested deeper than 50 levels"),
            Arguments.of("<testsuite a='" + "x".repeat(JUnitReports.MAX_BYTES) + "'/>", "larger than 10 MiB"));

    @SuppressWarnings("NullAway.Init") // set by JUnit
    @TempDir
    Path folder;

    @Test
    void countsTestCasesAndNotAttributes() throws IOException {
        write("a.xml", REPORT);

        assertThat(JUnitReports.read(folder)).isEqualTo(new JUnitOutcome.Counted(new TestCounts(4, 2, 1)));
        assertThat(JUnitReports.read(folder.resolve("a.xml")))
                .isEqualTo(new JUnitOutcome.Counted(new TestCounts(4, 2, 1)));
    }

    @Test
    void sumsTheReportsOfAFolderAndIgnoresOtherFiles() throws IOException {
        write("a.xml", REPORT);
        write("deep/er/b.xml", "<testsuite><testcase/></testsuite>");
        write("notes.txt", "no report");

        assertThat(JUnitReports.read(folder)).isEqualTo(new JUnitOutcome.Counted(new TestCounts(5, 2, 1)));
    }

    @Test
    void aMissingPlaceAndAnEmptyFolderAreUnreadable() {
        JUnitOutcome none = new JUnitOutcome.Unreadable("no JUnit report was written");

        assertThat(JUnitReports.read(folder)).isEqualTo(none);
        assertThat(JUnitReports.read(folder.resolve("missing"))).isEqualTo(none);
    }

    @Test
    void aLinkIsNotFollowed() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret.txt"), REPORT);
        Files.createSymbolicLink(folder.resolve("link.xml"), secret);

        assertThat(JUnitReports.read(folder)).isEqualTo(new JUnitOutcome.Unreadable("no JUnit report was written"));
        assertThat(JUnitReports.read(folder.resolve("link.xml")))
                .isEqualTo(new JUnitOutcome.Unreadable("no JUnit report was written"));
    }

    @Test
    void tooManyReportsAreUnreadable() throws IOException {
        for (int i = 0; i <= JUnitReports.MAX_FILES; i++) {
            write(i + ".xml", "<testsuite/>");
        }

        assertThat(JUnitReports.read(folder))
                .isEqualTo(new JUnitOutcome.Unreadable("more than 100 JUnit reports were written"));
    }

    @ParameterizedTest(name = "{1}")
    @FieldSource("UNREADABLE")
    void aHostileReportIsUnreadable(String content, String reason) throws IOException {
        write("a.xml", content);

        assertThat(JUnitReports.read(folder))
                .isInstanceOfSatisfying(JUnitOutcome.Unreadable.class, unreadable -> assertThat(unreadable.reason())
                        .startsWith("the JUnit report a.xml is unreadable")
                        .contains(reason)
                        .hasSizeLessThan(300));
    }

    private void write(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, text);
    }

    private static String lol() {
        StringBuilder entities = new StringBuilder("<!ENTITY l0 \"lol\">");
        for (int i = 1; i < 10; i++) {
            entities.append("<!ENTITY l%d \"%s\">".formatted(i, ("&l" + (i - 1) + ";").repeat(10)));
        }
        return entities.toString();
    }
}
