package dev.millrace.git.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects signed by Git and ssh-keygen, verified by us. */
@SuppressWarnings("NullAway.Init")
class SshKeysTest {
    private static Signers signers;
    private static String dana;
    private static String mallory;
    private static byte[] commit;
    private static byte[] tag;

    @BeforeAll
    static void sign() throws IOException, InterruptedException {
        signers = new Signers();
        dana = signers.sshKey("dana", "ed25519", "256");
        mallory = signers.sshKey("mallory", "ed25519", "256");
        commit = signers.commitBySsh("dana");
        tag = signers.tagBySsh("v1", "dana");
    }

    @AfterAll
    static void close() throws IOException, InterruptedException {
        signers.close();
    }

    private static TrustedKeys keys(String file) {
        return TrustedKeys.of(Map.of("allowed_signers", file.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aCommitAndATagOfAnAllowedSignerAreGood() {
        TrustedKeys trusted = keys("# signers\n\ndana@example.com " + dana + "\n");

        assertThat(trusted.verify(SignedObject.commit(commit))).isEqualTo(new Verdict.Good("dana@example.com"));
        assertThat(trusted.verify(SignedObject.tag(tag))).isEqualTo(new Verdict.Good("dana@example.com"));
    }

    @Test
    void theSignatureOfAMergedTagIsNotTheCommits() throws Exception {
        signers.commit();
        signers.commitBySsh("dana");
        byte[] merged = signers.tagBySsh("merged", "dana");
        TrustedKeys trusted = keys("dana " + dana);

        SignedObject unsigned = SignedObject.commit(signers.mergeOf("merged", List.of(), List.of()));
        SignedObject signed = SignedObject.commit(signers.mergeOf("merged", signers.withSsh("dana"), List.of("-S")));

        assertThat(trusted.verify(SignedObject.tag(merged))).isEqualTo(new Verdict.Good("dana"));
        assertThat(unsigned.content()).contains("\nmergetag object ", "\n -----BEGIN SSH SIGNATURE-----");
        assertThat(trusted.verify(unsigned)).isEqualTo(new Verdict.Bad("is not signed"));
        assertThat(signed.content()).contains("\nmergetag object ");
        assertThat(trusted.verify(signed)).isEqualTo(new Verdict.Good("dana"));
    }

    @Test
    void aSignatureInTheMessageDoesNotCount() throws Exception {
        SignedObject signed = SignedObject.commit(commit);
        String forged = new String(signers.commit(), StandardCharsets.ISO_8859_1) + "\ngpgsig "
                + signed.signature().orElseThrow().replace("\n", "\n ");

        assertThat(keys("dana " + dana).verify(SignedObject.commit(forged.getBytes(StandardCharsets.ISO_8859_1))))
                .isEqualTo(new Verdict.Bad("is not signed"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"rsa, 2048", "ecdsa, 256", "ecdsa, 384", "ecdsa, 521"})
    void keysOfOtherKindsVerifyOnlyWhatTheySigned(String kind, String bits) throws Exception {
        String name = kind + bits;
        TrustedKeys trusted = keys("robot " + signers.sshKey(name, kind, bits));

        byte[] signed = signers.commitBySsh(name);

        assertThat(trusted.verify(SignedObject.commit(signed))).isEqualTo(new Verdict.Good("robot"));
        assertThat(trusted.verify(SignedObject.commit(changed(signed))))
                .isEqualTo(new Verdict.Bad("has an SSH signature that does not match its content"));
    }

    @Test
    void anUnsignedObjectIsNotGood() throws Exception {
        assertThat(keys("dana " + dana).verify(SignedObject.commit(signers.commit())))
                .isEqualTo(new Verdict.Bad("is not signed"));
    }

    @Test
    void anUntrustedSignatureIsReportedWithItsFingerprint() throws Exception {
        String fingerprint = signers.run(
                        "ssh-keygen",
                        "-l",
                        "-f",
                        signers.directory.resolve("dana").toString())
                .split(" ", -1)[1];

        assertThat(keys("mallory " + mallory).verify(SignedObject.commit(commit)))
                .isEqualTo(new Verdict.Bad(
                        "is signed with the SSH key " + fingerprint + ", which is not one of the trusted keys"));
    }

    @Test
    void aSignatureCopiedFromAnotherObjectIsNotGood() throws Exception {
        String stolen = new String(tag, StandardCharsets.ISO_8859_1);
        String signature = stolen.substring(stolen.indexOf("-----BEGIN"));
        byte[] other = (stolen.substring(0, stolen.indexOf("Release")) + "Another\n" + signature)
                .getBytes(StandardCharsets.ISO_8859_1);

        assertThat(keys("dana " + dana).verify(SignedObject.tag(other))).isInstanceOf(Verdict.Bad.class);
        assertThat(keys("dana " + dana).verify(SignedObject.commit(changed(commit))))
                .isInstanceOf(Verdict.Bad.class);
    }

    @Test
    void aSignatureForAnotherPurposeIsNotGood() throws Exception {
        SignedObject unsigned = SignedObject.commit(signers.commit());
        Path file = signers.directory.resolve("content");
        Files.write(file, unsigned.bytes());
        signers.run(
                "ssh-keygen",
                "-Y",
                "sign",
                "-n",
                "file",
                "-f",
                signers.directory.resolve("dana").toString(),
                file.toString());
        String signature = Files.readString(signers.directory.resolve("content.sig"));

        Verdict verdict = keys("dana " + dana)
                .verify(new SignedObject(unsigned.content(), Optional.of(signature), unsigned.at()));

        assertThat(verdict).isEqualTo(new Verdict.Bad("has an SSH signature for another purpose than Git"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "namespaces=\"file\"",
                "namespaces=\"*,!git\"",
                "valid-before=\"20260301\"",
                "valid-after=\"20260301130000Z\"",
                "valid-after=202603011201"
            })
    void anOptionForbidsAKeyToSignForGit(String option) {
        assertThat(keys("dana " + option + " " + dana).verify(SignedObject.commit(commit)))
                .isEqualTo(new Verdict.Bad(
                        "is signed with the SSH key of dana, which may not sign for Git, or not at that time"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "namespaces=\"file,git\"",
                "Namespaces=\"g?t\",valid-before=\"20260302\"",
                "valid-after=\"20260301\",valid-before=\"20260301130000Z\""
            })
    void anOptionAllowsAKeyToSignForGit(String option) {
        assertThat(keys("\"dana,dana@example.com\" " + option + " " + dana + " a comment")
                        .verify(SignedObject.commit(commit)))
                .isEqualTo(new Verdict.Good("dana,dana@example.com"));
    }

    @ParameterizedTest
    @CsvSource({
        "dana, allowed_signers line 2: not of the form '<principals> [<options>] <key type> <key>'",
        "dana ssh-ed25519 AAAA, allowed_signers line 2: a key that is truncated",
        "dana ssh-dss AAAA, 'allowed_signers line 2: a key of the type ssh-dss, which is not supported'",
        "dana cert-authority ssh-ed25519 AAAA, allowed_signers line 2: the option cert-authority is not supported",
        "dana valid-after=soon ssh-ed25519 AAAA, allowed_signers line 2: not a time such as 20260131 or 202601311200Z: soon",
        "'dana \"open', allowed_signers line 2: an unterminated quote"
    })
    void anInvalidLineIsReported(String line, String message) {
        assertThatThrownBy(() -> keys("# signers\n" + line + "\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message.replaceFirst("allowed_signers line", "allowed_signers, line"));
    }

    @Test
    void missingKeysAreReported() {
        assertThatThrownBy(() -> keys("# nobody\n")).hasMessage("allowed_signers contains no key");
        assertThatThrownBy(() -> TrustedKeys.of(Map.of("readme", new byte[0])))
                .hasMessage("it contains neither allowed_signers nor a file *.asc");
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 40, 80, 150})
    void aTruncatedSignatureIsBad(int length) {
        SignedObject whole = SignedObject.commit(commit);
        String armour = whole.signature().orElseThrow();
        String cut = armour.substring(0, 30 + length) + "\n-----END SSH SIGNATURE-----\n";

        assertThat(keys("dana " + dana).verify(new SignedObject(whole.content(), Optional.of(cut), whole.at())))
                .isInstanceOf(Verdict.Bad.class);
    }

    private static byte[] changed(byte[] raw) {
        return new String(raw, StandardCharsets.ISO_8859_1)
                .replace("Change", "Cringe")
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
