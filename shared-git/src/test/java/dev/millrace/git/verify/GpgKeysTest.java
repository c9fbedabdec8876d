package dev.millrace.git.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Objects signed by Git and gpg, verified by us. */
@SuppressWarnings("NullAway.Init")
class GpgKeysTest {
    private static final String DANA = "Dana Miller <dana@example.com>";
    private static final String MALLORY = "Mallory <mallory@example.com>";

    private static Signers signers;
    private static byte[] dana;
    private static byte[] mallory;
    private static byte[] commit;
    private static byte[] tag;

    @BeforeAll
    static void sign() throws IOException, InterruptedException {
        signers = new Signers();
        dana = signers.gpgKey(DANA, "ed25519", "never");
        mallory = signers.gpgKey(MALLORY, "rsa2048", "never");
        commit = signers.commitByGpg(DANA);
        tag = signers.tagByGpg("v1", MALLORY);
    }

    @AfterAll
    static void close() throws IOException, InterruptedException {
        signers.close();
    }

    private static TrustedKeys keys(byte[] file) {
        return TrustedKeys.of(Map.of("keys.asc", file));
    }

    @Test
    void aCommitAndATagOfTrustedPeopleAreGood() {
        TrustedKeys trusted = TrustedKeys.of(Map.of("dana.asc", dana, "mallory.asc", mallory));

        assertThat(trusted.verify(SignedObject.commit(commit))).isEqualTo(new Verdict.Good(DANA));
        assertThat(trusted.verify(SignedObject.tag(tag))).isEqualTo(new Verdict.Good(MALLORY));
    }

    @Test
    void aFileMayContainSeveralKeys() throws Exception {
        byte[] both = signers.gpg("--armor", "--export").getBytes(StandardCharsets.UTF_8);

        assertThat(keys(both).verify(SignedObject.commit(commit))).isEqualTo(new Verdict.Good(DANA));
        assertThat(keys(both).verify(SignedObject.tag(tag))).isEqualTo(new Verdict.Good(MALLORY));
    }

    @Test
    void anUntrustedSignatureIsReportedWithItsFingerprint() throws Exception {
        String fingerprint = signers.fingerprint(DANA);

        assertThat(keys(mallory).verify(SignedObject.commit(commit)))
                .isEqualTo(new Verdict.Bad(
                        "is signed with the OpenPGP key " + fingerprint + ", which is not one of the trusted keys"));
    }

    @Test
    void aChangedObjectIsNotGood() {
        byte[] changed = new String(commit, StandardCharsets.ISO_8859_1)
                .replace("Change", "Cringe")
                .getBytes(StandardCharsets.ISO_8859_1);

        assertThat(keys(dana).verify(SignedObject.commit(changed)))
                .isEqualTo(new Verdict.Bad("has an OpenPGP signature that does not match its content"));
    }

    @Test
    void aRevokedKeyIsNeverValid() throws Exception {
        String lost = "Lost <lost@example.com>";
        signers.gpgKey(lost, "ed25519", "never");
        byte[] signed = signers.commitByGpg(lost);
        String certificate = Files.readString(
                        signers.directory.resolve("openpgp-revocs.d/" + signers.fingerprint(lost) + ".rev"))
                .replace(":-----BEGIN", "-----BEGIN");
        Files.writeString(signers.directory.resolve("revocation"), certificate);
        signers.gpg("--import", signers.directory.resolve("revocation").toString());

        Verdict verdict = keys(signers.exported(lost)).verify(SignedObject.commit(signed));

        assertThat(verdict).isInstanceOf(Verdict.Bad.class);
        assertThat(((Verdict.Bad) verdict).reason()).contains(lost).contains("is not valid");
    }

    @Test
    void aKeyIsValidForSignaturesBeforeItsExpiry() throws Exception {
        String guest = "Guest <guest@example.com>";
        signers.gpg("--faked-system-time", "20250101T000000!", "--quick-generate-key", guest, "ed25519", "sign", "1d");
        Files.writeString(
                signers.directory.resolve("text"),
                SignedObject.commit(signers.commit()).content());

        Verdict intime = keys(signers.exported(guest)).verify(signedAt("20250101T120000!", guest));
        Verdict late = keys(signers.exported(guest)).verify(late(guest));

        assertThat(intime).isEqualTo(new Verdict.Good(guest));
        assertThat(late).isInstanceOf(Verdict.Bad.class).asString().contains("is not valid");
    }

    private static SignedObject signedAt(String time, String user) throws IOException, InterruptedException {
        String text = signers.directory.resolve("text").toString();
        String signature = signers.gpg(
                "--faked-system-time", time, "--armor", "--local-user", user, "--output", "-", "--detach-sign", text);
        SignedObject unsigned = SignedObject.commit(Files.readAllBytes(signers.directory.resolve("text")));
        return new SignedObject(
                unsigned.content(), Optional.of(signature.substring(signature.indexOf("-----BEGIN"))), unsigned.at());
    }

    /** Extends the life of the key; the public key that we have does not show this. */
    private static SignedObject late(String user) throws IOException, InterruptedException {
        String fingerprint = signers.fingerprint(user);
        signers.gpg("--faked-system-time", "20250101T130000!", "--quick-set-expire", fingerprint, "0");
        return signedAt("20250103T120000!", user);
    }

    @Test
    void aFileWithoutAKeyIsReported() {
        assertThatThrownBy(() -> keys("hush".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("keys.asc contains no OpenPGP public key in the format of 'gpg --armor --export'");
    }

    @Test
    void anUnreadableSignatureIsBad() {
        SignedObject whole = SignedObject.commit(commit);
        String armour = whole.signature().orElseThrow();

        for (int cut = 30; cut < armour.length() * 3 / 4; cut += 7) {
            SignedObject broken = new SignedObject(whole.content(), Optional.of(armour.substring(0, cut)), whole.at());
            assertThat(keys(dana).verify(broken)).isInstanceOf(Verdict.Bad.class);
        }
    }
}
