package dev.millrace.git.webhook.payload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormPayloadTest {

    @ParameterizedTest
    @CsvSource({
        "payload=%7B%22a%22%3A1%7D, '{\"a\":1}'",
        "payload={}, {}",
        "payload=a+b%20c%2Bd, a b c+d",
        "a=1&payload=x&b=2, x",
        "payload=x&payload=y, x",
        "other=1&&=&payload=x, x",
        "payload=100%, 100%",
        "payload=%zz%4, %zz%4",
        "payload=%4, %4",
        "payload=%C3%A9, é",
        "payload=a=b, a=b",
        "payload=, ''",
    })
    void thePayloadIsDecoded(String form, String decoded) {
        assertThat(decode(form)).contains(decoded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&", "&&&", "payload", "payloads=x", "xpayload=x", "PAYLOAD=x", "a=payload=x"})
    void aFormWithoutAPayloadHasNone(String form) {
        assertThat(decode(form)).isEmpty();
    }

    @Test
    void bytesAreDecodedWhateverTheyMean() {
        assertThat(FormPayload.decode("payload=%ff%00".getBytes(StandardCharsets.US_ASCII)))
                .hasValueSatisfying(bytes -> assertThat(bytes).containsExactly(0xFF, 0x00));
    }

    private static Optional<String> decode(String form) {
        return FormPayload.decode(form.getBytes(StandardCharsets.UTF_8))
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }
}
