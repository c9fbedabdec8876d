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

    private static Signers people;
    private static byte[] dana;
    private static byte[] mallory;
    private static byte[] commit;
    private static byte[] tag;

    @BeforeAll
    static void sign() throws IOException, InterruptedException {
        people = new Signers();
        dana = people.gpgKey(DANA, "ed25519", "never");
        mallory = people.gpgKey(MALLORY, "rsa2048", "never");
        commit = people.commitByGpg(DANA);
        tag = people.tagByGpg("v1", MALLORY);
    }

    @AfterAll
    static void leave() throws IOException, InterruptedException {
        people.leave();
    }

    private static TrustedKeys keys(byte[] file) {
        return TrustedKeys.of(Map.of("people.asc", file));
    }

    @Test
    void aCommitAndATagOfTrustedPeopleAreGood() {
        TrustedKeys trusted = TrustedKeys.of(Map.of("dana.asc", dana, "mallory.asc", mallory));

        assertThat(trusted.verify(SignedObject.commit(commit))).isEqualTo(new Verdict.Good(DANA));
        assertThat(trusted.verify(SignedObject.tag(tag))).isEqualTo(new Verdict.Good(MALLORY));
    }

    @Test
    void aFileMayContainSeveralKeys() throws Exception {
        byte[] both = people.gpg("--armor", "--export").getBytes(StandardCharsets.UTF_8);

        assertThat(keys(both).verify(SignedObject.commit(commit))).isEqualTo(new Verdict.Good(DANA));
        assertThat(keys(both).verify(SignedObject.tag(tag))).isEqualTo(new Verdict.Good(MALLORY));
    }

    @Test
    void anUntrustedSignatureIsReportedWithItsFingerprint() throws Exception {
        String fingerprint = people.fingerprint(DANA);

        assertThat(keys(mallory).verify(SignedObject.commit(commit)))
                .isEqualTo(new Verdict.Bad(
                        "is signed with the OpenPGP key " + fingerprint + ", which is not among the trusted ones"));
    }

    @Test
    void aChangedObjectIsNotGood() {
        byte[] changed = new String(commit, StandardCharsets.ISO_8859_1)
                .replace("Change", "Cringe")
                .getBytes(StandardCharsets.ISO_8859_1);

        assertThat(keys(dana).verify(SignedObject.commit(changed)))
                .isEqualTo(new Verdict.Bad("is not what was signed: the OpenPGP signature is about another content"));
    }

    @Test
    void aRevokedKeyNeverCounts() throws Exception {
        String lost = "Lost <lost@example.com>";
        people.gpgKey(lost, "ed25519", "never");
        byte[] signed = people.commitByGpg(lost);
        String certificate = Files.readString(
                        people.directory.resolve("openpgp-revocs.d/" + people.fingerprint(lost) + ".rev"))
                .replace(":-----BEGIN", "-----BEGIN");
        Files.writeString(people.directory.resolve("revocation"), certificate);
        people.gpg("--import", people.directory.resolve("revocation").toString());

        Verdict verdict = keys(people.exported(lost)).verify(SignedObject.commit(signed));

        assertThat(verdict).isInstanceOf(Verdict.Bad.class);
        assertThat(((Verdict.Bad) verdict).reason()).contains(lost).contains("doesn't count");
    }

    @Test
    void aKeyCountsForSignaturesBeforeItsExpiry() throws Exception {
        String guest = "Guest <guest@example.com>";
        people.gpg("--faked-system-time", "20250101T000000!", "--quick-generate-key", guest, "ed25519", "sign", "1d");
        Files.writeString(
                people.directory.resolve("text"), SignedObject.commit(people.commit()).content());

        Verdict intime = keys(people.exported(guest)).verify(signedAt("20250101T120000!", guest));
        Verdict late = keys(people.exported(guest)).verify(late(guest));

        assertThat(intime).isEqualTo(new Verdict.Good(guest));
        assertThat(late).isInstanceOf(Verdict.Bad.class).asString().contains("doesn't count");
    }

    private static SignedObject signedAt(String time, String user) throws IOException, InterruptedException {
        String text = people.directory.resolve("text").toString();
        String signature = people.gpg(
                "--faked-system-time", time, "--armor", "--local-user", user, "--output", "-", "--detach-sign", text);
        SignedObject unsigned = SignedObject.commit(Files.readAllBytes(people.directory.resolve("text")));
        return new SignedObject(
                unsigned.content(), Optional.of(signature.substring(signature.indexOf("-----BEGIN"))), unsigned.at());
    }

    /** Extends the life of the key; the public key that we have does not show this. */
    private static SignedObject late(String user) throws IOException, InterruptedException {
        String fingerprint = people.fingerprint(user);
        people.gpg("--faked-system-time", "20250101T130000!", "--quick-set-expire", fingerprint, "0");
        return signedAt("20250103T120000!", user);
    }

    @Test
    void aFileWithoutAKeyIsReported() {
        assertThatThrownBy(() -> keys("hush".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("people.asc holds no OpenPGP public key as 'gpg --armor --export' writes it");
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
