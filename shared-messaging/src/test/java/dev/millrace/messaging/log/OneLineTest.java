package dev.millrace.messaging.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.logging.Level;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class OneLineTest {
    static final List<Arguments> TEXTS = List.of(
            Arguments.of("as it is: 100 %, ü, 你, \t.", "as it is: 100 %, ü, 你, \t."),
            Arguments.of("x\n12:00:00.000 INFO image built", "x\\n12:00:00.000 INFO image built"),
            Arguments.of("x\r\nINFO", "x\\r\\nINFO"),
            Arguments.of("x\u2028y\u2029z\u0085", "x\\u2028y\\u2029z\\u0085"),
            Arguments.of("\u001b[2J\u0007\u0000\u007f\u009b", "\\u001b[2J\\u0007\\u0000\\u007f\\u009b"),
            Arguments.of("\u202etxet\u2066", "\\u202etxet\\u2066"));

    @ParameterizedTest
    @FieldSource("TEXTS")
    void escapesWhatEndsALineOrControlsATerminal(String text, String expected) {
        assertEquals(expected, OneLine.of(text));
    }

    @Test
    void escapesTheParametersTheContextAndTheErrorOfARecord() {
        ExtLogRecord record =
                new ExtLogRecord(Level.WARNING, "failed: error=%s", ExtLogRecord.FormatStyle.PRINTF, "test");
        record.setParameters(new Object[] {"a\nb"});
        record.putMdc("chain", "c\nd");
        record.setThrown(new IllegalStateException("e\nf", new IllegalArgumentException("g\nh")));

        new OneLineFilter().isLoggable(record);

        assertEquals("failed: error=a\\nb", record.getMessage());
        assertEquals(ExtLogRecord.FormatStyle.NO_FORMAT, record.getFormatStyle());
        assertEquals("c\\nd", record.getMdc("chain"));
        assertEquals("java.lang.IllegalStateException: e\\nf", String.valueOf(record.getThrown()));
        StringWriter printed = new StringWriter();
        record.getThrown().printStackTrace(new PrintWriter(printed));
        assertFalse(
                printed.toString().lines().anyMatch(line -> line.startsWith("f") || line.startsWith("h")),
                printed.toString());
    }

    @Test
    void leavesAnErrorAsItIsIfItsMessagesHaveOneLine() {
        IllegalStateException error = new IllegalStateException("a", new IllegalArgumentException("b"));

        assertSame(error, OneLineError.of(error));
    }

    @Test
    void endsWithCausesThatAreTheirOwn() {
        IllegalStateException first = new IllegalStateException("a\nb");
        IllegalStateException second = new IllegalStateException("c", first);
        first.initCause(second);

        assertEquals(
                "java.lang.IllegalStateException: c",
                String.valueOf(OneLineError.of(first).getCause()));
    }
}
