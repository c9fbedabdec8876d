package dev.millrace.git.sign;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.BCPGOutputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPSecretKeyRingCollection;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketVector;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyDecryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;

/** OpenPGP signatures (RFC 9580, 5.2), by the newest signing key of a file. */
final class GpgSigner implements Signer {
    private final PGPPrivateKey key;
    private final PGPPublicKey publicKey;

    private GpgSigner(PGPPrivateKey key, PGPPublicKey publicKey) {
        this.key = key;
        this.publicKey = publicKey;
    }

    static GpgSigner of(String armoured, Optional<String> passphrase) {
        try {
            PGPSecretKey secret = signingKey(
                    PGPUtil.getDecoderStream(new ByteArrayInputStream(armoured.getBytes(StandardCharsets.US_ASCII))));
            if (passphrase.isEmpty() && secret.getKeyEncryptionAlgorithm() != SymmetricKeyAlgorithmTags.NULL) {
                throw new PGPException("protected with a passphrase, and none is configured");
            }
            PGPPrivateKey key =
                    secret.extractPrivateKey(new BcPBESecretKeyDecryptorBuilder(new BcPGPDigestCalculatorProvider())
                            .build(passphrase.orElse("").toCharArray()));
            return new GpgSigner(key, secret.getPublicKey());
        } catch (IOException | PGPException e) {
            throw new IllegalArgumentException(
                    "not a usable GPG secret key, or not its passphrase (" + e.getMessage() + ")", e);
        }
    }

    private static PGPSecretKey signingKey(InputStream in) throws IOException, PGPException {
        List<PGPSecretKey> all = new ArrayList<>();
        for (PGPSecretKeyRing ring : new PGPSecretKeyRingCollection(in, new BcKeyFingerprintCalculator())) {
            ring.getSecretKeys().forEachRemaining(all::add);
        }
        return all.stream()
                .filter(one -> !one.isPrivateKeyEmpty() && maySign(one.getPublicKey()))
                .reduce((older, newer) -> newer)
                .orElseThrow(() -> new PGPException("it contains no secret key for signing"));
    }

    /** Any RSA key can sign technically; the flags in the owner's self-signatures state if it may. */
    private static boolean maySign(PGPPublicKey key) {
        for (Iterator<PGPSignature> each = key.getSignatures(); each.hasNext(); ) {
            PGPSignatureSubpacketVector hashed = each.next().getHashedSubPackets();
            if (hashed != null && (hashed.getKeyFlags() & KeyFlags.SIGN_DATA) != 0) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String sign(byte[] content) {
        try {
            PGPSignatureGenerator generator = new PGPSignatureGenerator(
                    new BcPGPContentSignerBuilder(publicKey.getAlgorithm(), HashAlgorithmTags.SHA512), publicKey);
            generator.init(PGPSignature.BINARY_DOCUMENT, key);
            PGPSignatureSubpacketGenerator subpackets = new PGPSignatureSubpacketGenerator();
            subpackets.setIssuerFingerprint(false, publicKey);
            generator.setHashedSubpackets(subpackets.generate());
            generator.update(content);
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            try (ArmoredOutputStream armour =
                            ArmoredOutputStream.builder().clearHeaders().build(text);
                    BCPGOutputStream packets = new BCPGOutputStream(armour)) {
                generator.generate().encode(packets);
            }
            return text.toString(StandardCharsets.US_ASCII);
        } catch (IOException | PGPException e) {
            throw new IllegalStateException("a key that was read can sign", e);
        }
    }
}
