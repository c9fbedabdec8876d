package dev.millrace.git.verify;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signatures of a security key in software, with the same result from ssh-keygen and from us. */
class SecurityKeyTest {
    private static final byte[] TYPE = SecurityKey.ED25519.getBytes(US_ASCII);
    private static final byte[] APPLICATION = "ssh:".getBytes(US_ASCII);
    private static final String CONTENT = "tree 1\n\nChange\n";

    @SuppressWarnings("NullAway.Init")
    private Signers signers;

    @SuppressWarnings("NullAway.Init")
    private KeyPair pair;

    @BeforeEach
    void createAKey() throws Exception {
        signers = new Signers();
        pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }

    @AfterEach
    void close() throws IOException, InterruptedException {
        signers.close();
    }

    @Test
    void aSignatureWithTouchIsGood() throws Exception {
        String signature = signature(new byte[] {1, 0, 0, 0, 7});

        assertThat(verdict(signature)).isEqualTo(new Verdict.Good("dana"));
        assertThat(sshKeygen(signature)).contains("Good \"git\" signature for dana");
    }

    @Test
    void aSignatureWithoutTouchOrWithAnotherCounterIsBad() throws Exception {
        byte[] untouched = {0, 0, 0, 0, 7};
        byte[] signed = armour(sign(new byte[] {1, 0, 0, 0, 7}), new byte[] {1, 0, 0, 0, 8});

        assertThat(verdict(signature(untouched)))
                .isEqualTo(new Verdict.Bad(
                        "has an SSH signature that can't be read: of a security key that was not touched"));
        assertThat(verdict(new String(signed, US_ASCII)))
                .isEqualTo(new Verdict.Bad("has an SSH signature that does not match its content"));
    }

    private Verdict verdict(String signature) {
        return TrustedKeys.of(Map.of("allowed_signers", allowed().getBytes(US_ASCII)))
                .verify(new SignedObject(CONTENT, Optional.of(signature), Instant.EPOCH));
    }

    private String allowed() {
        return "dana " + SecurityKey.ED25519 + " " + Base64.getEncoder().encodeToString(blob());
    }

    private String sshKeygen(String signature) throws IOException, InterruptedException {
        Files.writeString(signers.directory.resolve("allowed"), allowed());
        Files.writeString(signers.directory.resolve("signature"), signature);
        Files.writeString(signers.directory.resolve("content"), CONTENT);
        return signers.run(
                "sh",
                "-c",
                "ssh-keygen -Y verify -n git -I dana -f allowed -s signature < content"
                        .replace("-f allowed", "-f " + signers.directory.resolve("allowed"))
                        .replace("-s signature", "-s " + signers.directory.resolve("signature"))
                        .replace("< content", "< " + signers.directory.resolve("content")));
    }

    private byte[] blob() {
        byte[] encoded = ((EdECPublicKey) pair.getPublic()).getEncoded();
        return SecurityKey.strings(TYPE, Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length), APPLICATION);
    }

    private String signature(byte[] flagsAndCounter) throws GeneralSecurityException {
        return new String(armour(sign(flagsAndCounter), flagsAndCounter), US_ASCII);
    }

    private byte[] sign(byte[] flagsAndCounter) throws GeneralSecurityException {
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(pair.getPrivate());
        signer.update(sha256(APPLICATION));
        signer.update(flagsAndCounter);
        signer.update(sha256(joined("SSHSIG".getBytes(US_ASCII), rest(sha256(CONTENT.getBytes(US_ASCII))))));
        return signer.sign();
    }

    private static byte[] rest(byte[] last) {
        return SecurityKey.strings("git".getBytes(US_ASCII), new byte[0], "sha256".getBytes(US_ASCII), last);
    }

    private byte[] armour(byte[] signature, byte[] flagsAndCounter) {
        byte[] value = joined(SecurityKey.strings(TYPE, signature), flagsAndCounter);
        byte[] all = joined(
                joined("SSHSIG".getBytes(US_ASCII), new byte[] {0, 0, 0, 1}),
                joined(SecurityKey.strings(blob()), rest(value)));
        String body = Base64.getMimeEncoder(70, new byte[] {'\n'}).encodeToString(all);
        return ("-----BEGIN SSH SIGNATURE-----\n" + body + "\n-----END SSH SIGNATURE-----\n").getBytes(US_ASCII);
    }

    private static byte[] joined(byte[] one, byte[] other) {
        return ByteBuffer.allocate(one.length + other.length)
                .put(one)
                .put(other)
                .array();
    }

    private static byte[] sha256(byte[] content) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(content);
    }
}
