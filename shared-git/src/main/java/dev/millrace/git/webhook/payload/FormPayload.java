package dev.millrace.git.webhook.payload;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The JSON in a form-encoded body, {@code payload=…}, as GitHub and Gitea send it by choice ({@code application/x-www-form-urlencoded}). */
public final class FormPayload {
    private static final byte[] NAME = "payload=".getBytes(StandardCharsets.US_ASCII);

    private FormPayload() {}

    /** Returns the decoded bytes; empty if the form has no such field. An invalid escape stays as it is. */
    public static Optional<byte[]> decode(byte[] form) {
        for (int start = 0; start < form.length; ) {
            int end = end(form, start);
            if (end - start >= NAME.length && Arrays.equals(form, start, start + NAME.length, NAME, 0, NAME.length)) {
                return Optional.of(unescape(form, start + NAME.length, end));
            }
            start = end + 1;
        }
        return Optional.empty();
    }

    private static int end(byte[] form, int start) {
        int end = start;
        while (end < form.length && form[end] != '&') {
            end++;
        }
        return end;
    }

    private static byte[] unescape(byte[] form, int start, int end) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(end - start);
        for (int i = start; i < end; i++) {
            int high = i + 2 < end ? Character.digit(form[i + 1], 16) : -1;
            int low = i + 2 < end ? Character.digit(form[i + 2], 16) : -1;
            if (form[i] == '%' && high >= 0 && low >= 0) {
                out.write(high << 4 | low);
                i += 2;
            } else {
                out.write(form[i] == '+' ? ' ' : form[i]);
            }
        }
        return out.toByteArray();
    }
}
