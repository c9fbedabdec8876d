package dev.millrace.git.verify;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.openpgp.PGPObjectFactory;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureException;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.api.OpenPGPCertificate;
import org.bouncycastle.openpgp.api.OpenPGPDetachedSignatureProcessor;
import org.bouncycastle.openpgp.api.OpenPGPKeyReader;
import org.bouncycastle.openpgp.api.OpenPGPSignature.OpenPGPDocumentSignature;
import org.bouncycastle.openpgp.api.bc.BcOpenPGPImplementation;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;

/** OpenPGP certificates, and the verification of signatures by them (RFC 9580). */
record GpgKeys(List<OpenPGPCertificate> certificates) {

    static GpgKeys all(List<GpgKeys> several) {
        return new GpgKeys(
                several.stream().flatMap(keys -> keys.certificates.stream()).toList());
    }

    static GpgKeys of(String file, byte[] content) {
        try {
            List<OpenPGPCertificate> read =
                    new OpenPGPKeyReader(new BcOpenPGPImplementation()).parseCertificates(content);
            if (read.isEmpty()) {
                throw new IllegalArgumentException(file + " contains no OpenPGP public key");
            }
            return new GpgKeys(read);
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException(
                    file + " contains no OpenPGP public key in the format of 'gpg --armor --export'", e);
        }
    }

    Verdict verify(SignedObject signed, String armoured) {
        PGPSignature signature;
        try {
            signature = only(armoured);
        } catch (IOException | RuntimeException e) {
            return new Verdict.Bad("has an OpenPGP signature that can't be read");
        }
        if (signature.getSignatureType() != PGPSignature.BINARY_DOCUMENT) {
            return new Verdict.Bad("has an OpenPGP signature that is not for a document");
        }
        try {
            List<OpenPGPDocumentSignature> found = new ArrayList<>();
            OpenPGPDetachedSignatureProcessor processor =
                    new OpenPGPDetachedSignatureProcessor(new BcOpenPGPImplementation()).addSignature(signature);
            certificates.forEach(processor::addVerificationCertificate);
            found.addAll(processor.process(new ByteArrayInputStream(signed.bytes())));
            return found.isEmpty() ? unknown(signature) : verdict(found.getFirst());
        } catch (IOException | RuntimeException e) {
            return new Verdict.Bad("has an OpenPGP signature that can't be verified: " + e.getMessage());
        }
    }

    private static PGPSignature only(String armoured) throws IOException {
        Object first = new PGPObjectFactory(
                        PGPUtil.getDecoderStream(
                                new ByteArrayInputStream(armoured.getBytes(StandardCharsets.ISO_8859_1))),
                        new BcKeyFingerprintCalculator())
                .nextObject();
        if (first instanceof PGPSignatureList several && several.size() == 1) {
            return several.get(0);
        }
        throw new IOException("not one signature");
    }

    private static Verdict unknown(PGPSignature signature) {
        return new Verdict.Bad("is signed with the OpenPGP key "
                + signature.getKeyIdentifiers().stream()
                        .map(id -> id.getFingerprint() == null
                                ? Long.toHexString(id.getKeyId())
                                : HexFormat.of().formatHex(id.getFingerprint()))
                        .findFirst()
                        .orElse("unknown")
                        .toUpperCase(Locale.ROOT)
                + ", which is not one of the trusted keys");
    }

    private static Verdict verdict(OpenPGPDocumentSignature signature) {
        if (!signature.isTestedCorrect()) {
            return new Verdict.Bad("has an OpenPGP signature that does not match its content");
        }
        String owner = owner(signature.getIssuerCertificate());
        try {
            return signature.isValid()
                    ? new Verdict.Good(owner)
                    : new Verdict.Bad("is signed with an OpenPGP key of " + owner
                            + " that is not valid: it is revoked, was not valid at that time, or may not sign");
        } catch (PGPSignatureException e) {
            return new Verdict.Bad(
                    "is signed with an OpenPGP key of " + owner + " that is not valid: " + e.getMessage());
        }
    }

    private static String owner(OpenPGPCertificate certificate) {
        return certificate.getPrimaryUserId() == null
                ? certificate.getPrettyFingerprint()
                : certificate.getPrimaryUserId().getUserId();
    }
}
