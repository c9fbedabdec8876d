package dev.millrace.events.value;

import java.util.regex.Pattern;

/** The position in a trace, in the form of the {@code traceparent} header (W3C Trace Context, version 00). */
public record Traceparent(String value) {
    private static final Pattern FORM = Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    public Traceparent {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a traceparent: " + Quoted.of(value));
        }
    }

    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
