package dev.millrace.updater;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.updater.SigningConfig.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The signing keys that the service accepts at its start, and its messages about all others. */
class SigningKeyTest {
    private static final String PASSPHRASE = GpgKey.PASSPHRASE;

    @SuppressWarnings("NullAway.Init")
    private static Path home;

    private record Config(Optional<Path> keyFile, Format format, Optional<String> passphrase)
            implements SigningConfig {}

    @BeforeAll
    static void makeKeys() throws Exception {
        home = GpgKey.home();
        GpgKey.make(home, PASSPHRASE);
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file("ssh"));
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", PASSPHRASE, "-f", file("ssh-locked"));
        Files.writeString(home.resolve("garbage"), "hush");
        Files.write(home.resolve("binary"), new byte[] {(byte) 0x95, (byte) 0xFF, (byte) 0xC0});
        String ssh = Files.readString(home.resolve("ssh"));
        Files.writeString(home.resolve("ssh-half"), ssh.substring(0, ssh.length() / 2));
        String gpg = Files.readString(home.resolve("gpg"));
        Files.writeString(home.resolve("gpg-half"), gpg.substring(0, gpg.length() / 2));
    }

    @AfterAll
    static void removeKeys() throws Exception {
        run("rm", "-rf", home.toString());
    }

    @Test
    void keysOfBothKindsAreAccepted() {
        assertThat(commits("ssh", Format.SSH, Optional.empty())).isNotNull();
        assertThat(commits("gpg", Format.GPG, Optional.of(PASSPHRASE))).isNotNull();
        assertThat(new DeliveryWiring()
                        .commits(Clock.systemUTC(), new Config(Optional.empty(), Format.SSH, Optional.empty())))
                .isNotNull();
    }

    static Stream<Arguments> unusable() {
        Optional<String> none = Optional.empty();
        return Stream.of(
                Arguments.of("missing", Format.SSH, none, "no such file"),
                Arguments.of("binary", Format.GPG, none, "export a GPG key with --armor"),
                Arguments.of("garbage", Format.SSH, none, "not an OpenSSH private key without a passphrase"),
                Arguments.of("garbage", Format.GPG, none, "not a usable GPG secret key"),
                Arguments.of("ssh-half", Format.SSH, none, "not an OpenSSH private key"),
                Arguments.of("gpg-half", Format.GPG, Optional.of(PASSPHRASE), "not a usable GPG secret key"),
                Arguments.of("gpg", Format.SSH, none, "read as millrace.updater.signing.format=ssh"),
                Arguments.of("ssh", Format.GPG, none, "read as millrace.updater.signing.format=gpg"),
                Arguments.of("ssh-locked", Format.SSH, Optional.of(PASSPHRASE), "without a passphrase"),
                Arguments.of("gpg", Format.GPG, none, "protected with a passphrase, and none is"),
                Arguments.of("gpg", Format.GPG, Optional.of("wrong words"), "or not its passphrase"));
    }

    @ParameterizedTest(name = "{0} as {1}")
    @MethodSource("unusable")
    void anUnusableKeyIsRefusedWithAMessageWithoutSecrets(
            String file, Format format, Optional<String> passphrase, String why) {
        assertThatThrownBy(() -> commits(file, format, passphrase))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("millrace.updater.signing.key-file: " + file(file))
                .hasMessageContaining(why)
                .hasMessageContaining("set a usable key")
                .hasMessageNotContaining(PASSPHRASE)
                .hasMessageNotContaining("wrong words")
                .hasMessageNotContaining("hush");
    }

    private static Object commits(String file, Format format, Optional<String> passphrase) {
        return new DeliveryWiring()
                .commits(Clock.systemUTC(), new Config(Optional.of(home.resolve(file)), format, passphrase));
    }

    private static String file(String name) {
        return home.resolve(name).toString();
    }

    private static void run(String... command) throws IOException, InterruptedException {
        GpgKey.run(home, command);
    }
}
