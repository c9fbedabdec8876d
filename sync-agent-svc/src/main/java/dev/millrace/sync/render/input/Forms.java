package dev.millrace.sync.render.input;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** The forms in which tools write a value of a Secret. */
final class Forms {
    /** Kustomize breaks the Base64 of a generated Secret into lines of this length. */
    private static final int LINE_LENGTH = 70;

    /** A shorter one is a word elsewhere. */
    private static final int MIN_LINE = 12;

    private Forms() {}

    /** Returns the text as it is, in Base64 and its lines, inside JSON as Java and Go write it, and inside an address. */
    static Stream<String> of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        String base64 = Base64.getEncoder().encodeToString(bytes);
        String inAddress = URLEncoder.encode(text, StandardCharsets.UTF_8);
        List<String> forms = new ArrayList<>(List.of(
                text,
                inJson(text),
                inJsonOfGo(text),
                base64,
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
                inAddress,
                inAddress.replace("+", "%20")));
        if (base64.length() > LINE_LENGTH) {
            List<String> lines = lines(base64);
            forms.add(String.join("\n", lines));
            forms.add(String.join("\\n", lines));
            lines.stream().filter(line -> line.length() >= MIN_LINE).forEach(forms::add);
        }
        return forms.stream();
    }

    private static String inJson(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(text));
    }

    /** Go escapes what has a meaning in HTML, and two line separators. */
    private static String inJsonOfGo(String text) {
        return inJson(text)
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }

    private static List<String> lines(String base64) {
        List<String> lines = new ArrayList<>();
        for (int start = 0; start < base64.length(); start += LINE_LENGTH) {
            lines.add(base64.substring(start, Math.min(base64.length(), start + LINE_LENGTH)));
        }
        return lines;
    }
}
