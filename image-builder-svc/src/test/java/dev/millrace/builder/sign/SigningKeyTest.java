package dev.millrace.builder.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.registry.verify.PublicKeys;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

class SigningKeyTest {
    private static final byte[] MESSAGE = "a message".getBytes(StandardCharsets.UTF_8);
    private static final Optional<String> PASSWORD = Optional.of("correct horse");

    static final List<Arguments> UNSUPPORTED = List.of(
            Arguments.of("", "contains no private key (PEM)"),
            Arguments.of("-----BEGIN PRIVATE KEY----------END PRIVATE KEY-----", "contains no private key (PEM)"),
            Arguments.of(
                    "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----",
                    "contains a private key that can't be read (PKCS #8)"),
            Arguments.of(TestKeys.rsa(), "contains a key that is neither ECDSA P-256 nor Ed25519"),
            Arguments.of(TestKeys.ec("secp384r1"), "contains a key that is neither ECDSA P-256 nor Ed25519"),
            Arguments.of(
                    TestKeys.pem(TestKeys.Kind.P256).replace("PRIVATE KEY", "EC PRIVATE KEY"),
                    "contains a key in the form EC PRIVATE KEY; convert it with: openssl pkcs8 -topk8 -nocrypt"),
            Arguments.of(
                    "-----BEGIN ENCRYPTED COSIGN PRIVATE KEY-----\ne30=\n-----END ENCRYPTED COSIGN PRIVATE KEY-----",
                    "contains a key that is encrypted in an unknown way"));

    @ParameterizedTest
    @EnumSource
    void aSignatureIsVerifiedByThePublicKeyAndAlwaysTheSame(TestKeys.Kind kind) {
        SigningKey key = SigningKey.parse(TestKeys.pem(kind), Optional.empty());

        byte[] signature = key.sign(MESSAGE);

        assertThat(PublicKeys.parse(key.publicKey()).signed(MESSAGE, signature)).isTrue();
        assertThat(PublicKeys.parse(key.publicKey()).signed(new byte[1], signature))
                .isFalse();
        assertThat(key.sign(MESSAGE)).isEqualTo(signature);
    }

    @ParameterizedTest
    @FieldSource("UNSUPPORTED")
    void aKeyThatIsNotSupportedIsRefusedWithoutShowingIt(String pem, String reason) {
        assertThatThrownBy(() -> SigningKey.parse(pem, PASSWORD))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(reason);
    }

    @Test
    void aKeyThatCosignEncryptedIsReadWithItsPassword() {
        SigningKey key = SigningKey.parse(resource("cosign.key"), PASSWORD);

        assertThat(key.publicKey()).isEqualTo(resource("cosign.pub"));
        assertThat(key).hasToString("SigningKey[***]");
    }

    @Test
    void aWrongOrMissingPasswordIsNamed() {
        assertThatThrownBy(() -> SigningKey.parse(resource("cosign.key"), Optional.of("guess")))
                .hasMessage("contains an encrypted key that the password does not open");
        assertThatThrownBy(() -> SigningKey.parse(resource("cosign.key"), Optional.empty()))
                .hasMessage("contains an encrypted key; set its password");
    }

    @Test
    void theFileOfAKeyIsNamed(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("cosign.key"), resource("cosign.key"));
        Path empty = Files.createFile(folder.resolve("empty.key"));
        Path missing = folder.resolve("missing.key");

        assertThat(SigningKey.read(file, PASSWORD).publicKey()).isEqualTo(resource("cosign.pub"));
        assertThatThrownBy(() -> SigningKey.read(empty, PASSWORD)).hasMessage(empty + " contains no private key (PEM)");
        assertThatThrownBy(() -> SigningKey.read(missing, PASSWORD))
                .hasMessage(missing + " can't be read: NoSuchFileException");
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(SigningKeyTest.class.getResourceAsStream("/sign/" + name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
