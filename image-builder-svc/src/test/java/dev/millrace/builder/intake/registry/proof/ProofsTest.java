package dev.millrace.builder.intake.registry.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProofsTest {
    private static final byte[] BODY = "{\"a\": 1}".getBytes(StandardCharsets.UTF_8);
    private static final Secrets SECRETS = new Secrets(List.of("a-secret, with a comma", "an-older-secret"));
    private static final BodySignature SIGNATURE =
            new BodySignature(List.of("x-hub-signature-256", "x-other"), SECRETS);
    private static final SecretHeader HEADER = new SecretHeader("X-Key", SECRETS);
    private static final PathToken PATH = new PathToken("dockerhub", SECRETS);
    /** {@code printf %s dockerhub | openssl dgst -sha256 -hmac 'a-secret, with a comma' -binary | basenc --base64url | tr -d =}. */
    private static final String TOKEN = "wrhToAuWJ6eEUdJLt-RUaDYPyQaWuio6k2WZ73erxhQ";

    static final List<Arguments> SIGNATURES = List.of(
            Arguments.of("X-Hub-Signature-256", "sha256=" + hmac("a-secret, with a comma", BODY), Verdict.GENUINE),
            Arguments.of("X-Other", hmac("a-secret, with a comma", BODY), Verdict.GENUINE),
            Arguments.of("x-other", hmac("an-older-secret", BODY).toUpperCase(Locale.ROOT), Verdict.GENUINE),
            Arguments.of("x-other", hmac("another-secret", BODY), Verdict.WRONG),
            Arguments.of("x-other", hmac("a-secret, with a comma", new byte[1]), Verdict.WRONG),
            Arguments.of("x-other", "a-secret, with a comma", Verdict.WRONG),
            Arguments.of("x-other", "", Verdict.WRONG),
            Arguments.of("x-other", "sha256=", Verdict.WRONG),
            Arguments.of("x-other", "sha1=" + hmac("a-secret, with a comma", BODY), Verdict.WRONG),
            Arguments.of("x-other", hmac("a-secret, with a comma", BODY).substring(2), Verdict.WRONG),
            Arguments.of("authorization", "a-secret, with a comma", Verdict.MISSING));

    static final List<Arguments> HEADERS = List.of(
            Arguments.of("X-Key", "a-secret, with a comma", Verdict.GENUINE),
            Arguments.of("x-key", "an-older-secret", Verdict.GENUINE),
            Arguments.of("x-key", "a-secret", Verdict.WRONG),
            Arguments.of("x-key", "A-secret, with a comma", Verdict.WRONG),
            Arguments.of("x-key", "", Verdict.WRONG),
            Arguments.of("x-other", "a-secret, with a comma", Verdict.MISSING));

    static final List<Arguments> TOKENS = List.of(
            Arguments.of(TOKEN, Verdict.GENUINE),
            Arguments.of(Secrets.token("an-older-secret", "dockerhub"), Verdict.GENUINE),
            Arguments.of(Secrets.token("a-secret, with a comma", "quay"), Verdict.WRONG),
            Arguments.of(TOKEN + "=", Verdict.WRONG),
            Arguments.of(TOKEN.substring(1), Verdict.WRONG),
            Arguments.of("", Verdict.WRONG),
            Arguments.of("a-secret, with a comma", Verdict.WRONG));

    @ParameterizedTest
    @FieldSource("SIGNATURES")
    void aSignatureCoversTheRawBytes(String header, String value, Verdict expected) {
        Evidence evidence = new Evidence(Map.of(header, value), Optional.empty());

        Verdict before = SIGNATURE.beforeBody(evidence);

        assertThat(before == Verdict.NEEDS_BODY ? SIGNATURE.withBody(evidence, BODY) : before)
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @FieldSource("HEADERS")
    void aHeaderHasExactlyTheSecret(String header, String value, Verdict expected) {
        assertThat(HEADER.beforeBody(new Evidence(Map.of(header, value), Optional.empty())))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @FieldSource("TOKENS")
    void aTokenIsDerivedFromTheSecretAndTheSender(String token, Verdict expected) {
        assertThat(PATH.beforeBody(new Evidence(Map.of(), Optional.of(token)))).isEqualTo(expected);
    }

    @Test
    void aRequestWithoutATokenHasNoProof() {
        assertThat(PATH.beforeBody(new Evidence(Map.of(), Optional.empty()))).isEqualTo(Verdict.MISSING);
    }

    @Test
    void oneOfSeveralProofsIsEnough() {
        AnyProof any = new AnyProof(List.of(HEADER, PATH));

        assertThat(any.beforeBody(new Evidence(Map.of(), Optional.of(TOKEN)))).isEqualTo(Verdict.GENUINE);
        assertThat(any.beforeBody(new Evidence(Map.of("x-key", "guessed"), Optional.of(TOKEN))))
                .isEqualTo(Verdict.GENUINE);
        assertThat(any.beforeBody(new Evidence(Map.of("x-key", "guessed"), Optional.empty())))
                .isEqualTo(Verdict.WRONG);
        assertThat(any.beforeBody(new Evidence(Map.of(), Optional.empty()))).isEqualTo(Verdict.MISSING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void anEmptySecretIsRefused(String secret) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Secrets(List.of(secret)));
    }

    @Test
    void noSecretIsShown() {
        assertThat(List.of(SIGNATURE, HEADER, PATH, new Evidence(Map.of("x-key", "a-secret"), Optional.of(TOKEN))))
                .allSatisfy(shown -> assertThat(shown.toString()).doesNotContain("a-secret", TOKEN));
    }

    private static String hmac(String secret, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(message));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
