package dev.millrace.builder.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
                <testcase classname="a.B" name="fails"><failure message="no">a &lt; b</failure></testcase>
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

    private JUnitOutcome reports(Map<String, String> files) throws IOException {
        Path file = folder.resolve("result.tar");
        ResultFile.write(file, files);
        return TestArchive.read(file, "status", "reports/").reports();
    }

    @Test
    void countsTestCasesAndNotAttributes() throws IOException {
        assertThat(reports(Map.of("reports/a.xml", REPORT)))
                .isEqualTo(new JUnitOutcome.Counted(new TestCounts(4, 2, 1), List.of("a.B.fails", "breaks")));
    }

    @Test
    void sumsTheReportsOfAFolderAndIgnoresOtherFiles() throws IOException {
        JUnitOutcome outcome = reports(Map.of(
                "reports/a.xml", REPORT,
                "reports/deep/er/b.xml", "<testsuite><testcase/></testsuite>",
                "reports/notes.txt", "no report",
                "other.xml", "no report"));

        assertThat(outcome).isInstanceOfSatisfying(JUnitOutcome.Counted.class, counted -> assertThat(counted.counts())
                .isEqualTo(new TestCounts(5, 2, 1)));
    }

    @Test
    void theNamesOfFailingTestCasesAreBounded() throws IOException {
        String report = "<testsuite>"
                + "<testcase name='a&#10;b%s'><error/></testcase>"
                        .formatted("x".repeat(2000))
                        .repeat(50)
                + "</testsuite>";

        assertThat(reports(Map.of("reports/a.xml", report)))
                .isInstanceOfSatisfying(JUnitOutcome.Counted.class, counted -> {
                    assertThat(counted.counts().failed()).isEqualTo(50);
                    assertThat(counted.failing())
                            .hasSize(5)
                            .allMatch(name -> name.startsWith("a b") && name.length() == 1001);
                });
    }

    @Test
    void withoutAReportNothingIsCounted() throws IOException {
        assertThat(reports(Map.of("status", ""))).isEqualTo(new JUnitOutcome.Unreadable("no JUnit report was written"));
    }

    @Test
    void aLinkIsNotFollowed() throws IOException {
        Path file = folder.resolve("result.tar");
        ResultFile.writeLinks(file, "reports/link.xml", "/etc/passwd");

        assertThat(TestArchive.read(file, "status", "reports/"))
                .isEqualTo(
                        new TestArchive(Optional.empty(), new JUnitOutcome.Unreadable("no JUnit report was written")));
    }

    @Test
    void aPathThatLeavesTheFolderWritesNothing() throws IOException {
        JUnitOutcome outcome = reports(Map.of("reports/../../outside.xml", REPORT));

        assertThat(outcome).isInstanceOf(JUnitOutcome.Counted.class);
        assertThat(folder).isDirectoryNotContaining(file -> !file.endsWith("result.tar"));
    }

    @Test
    void tooManyReportsAreUnreadable() throws IOException {
        Map<String, String> files = new TreeMap<>();
        for (int i = 0; i <= JUnitReports.MAX_FILES; i++) {
            files.put("reports/" + i + ".xml", "<testsuite/>");
        }

        assertThat(reports(files)).isEqualTo(new JUnitOutcome.Unreadable("more than 100 JUnit reports were written"));
    }

    @Test
    void theFailedCommandIsReadBesideTheReports() throws IOException {
        Path file = folder.resolve("result.tar");
        ResultFile.write(file, Map.of("status", "42\nmake\ntest", "reports/a.xml", REPORT));

        assertThat(TestArchive.read(file, "status", "reports/").failure())
                .contains(new TestArchive.FailedCommand(42, "make\ntest"));
    }

    @ParameterizedTest(name = "{1}")
    @FieldSource("UNREADABLE")
    void aHostileReportIsUnreadable(String content, String reason) throws IOException {
        assertThat(reports(Map.of("reports/a.xml", content)))
                .isInstanceOfSatisfying(JUnitOutcome.Unreadable.class, unreadable -> assertThat(unreadable.reason())
                        .startsWith("the JUnit report a.xml is unreadable")
                        .contains(reason)
                        .hasSizeLessThan(300));
    }

    private static String lol() {
        StringBuilder entities = new StringBuilder("<!ENTITY l0 \"lol\">");
        for (int i = 1; i < 10; i++) {
            entities.append("<!ENTITY l%d \"%s\">".formatted(i, ("&l" + (i - 1) + ";").repeat(10)));
        }
        return entities.toString();
    }
}
