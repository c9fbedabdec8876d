package dev.millrace.git.verify;

import java.util.ArrayList;
import java.util.List;

/** The SSH keys of a file of ssh-keygen(1), "ALLOWED SIGNERS". */
record AllowedSigners(List<AllowedSigner> all) {
    static final AllowedSigners NONE = new AllowedSigners(List.of());

    private static final String NAMESPACE = "git";

    /** @throws IllegalArgumentException if a line is invalid */
    static AllowedSigners of(String file) {
        List<AllowedSigner> all = new ArrayList<>();
        int number = 0;
        for (String line : file.lines().toList()) {
            number++;
            if (!line.isBlank() && !line.stripLeading().startsWith("#")) {
                all.add(signer(number, line.strip()));
            }
        }
        if (all.isEmpty()) {
            throw new IllegalArgumentException(TrustedKeys.ALLOWED_SIGNERS + " contains no key");
        }
        return new AllowedSigners(all);
    }

    private static AllowedSigner signer(int number, String line) {
        try {
            return AllowedSigner.of(line);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    TrustedKeys.ALLOWED_SIGNERS + ", line " + number + ": " + e.getMessage(), e);
        }
    }

    Verdict verify(SignedObject signed, String armoured) {
        try {
            SshSignature signature = SshSignature.of(armoured);
            if (!signature.namespace().equals(NAMESPACE)) {
                return new Verdict.Bad("has an SSH signature for another purpose than Git");
            }
            List<AllowedSigner> known =
                    all.stream().filter(one -> one.key().isOf(signature)).toList();
            if (known.isEmpty()) {
                return new Verdict.Bad("is signed with the SSH key " + SshKey.fingerprint(signature.key())
                        + ", which is not one of the trusted keys");
            }
            List<AllowedSigner> allowed = known.stream()
                    .filter(one -> one.maySignFor(NAMESPACE) && one.maySignAt(signed.at()))
                    .toList();
            if (allowed.isEmpty()) {
                return new Verdict.Bad("is signed with the SSH key of "
                        + known.getFirst().principals() + ", which may not sign for Git, or not at that time");
            }
            return allowed.getFirst().key().hasSigned(signed.bytes(), signature)
                    ? new Verdict.Good(allowed.getFirst().principals())
                    : new Verdict.Bad("has an SSH signature that does not match its content");
        } catch (IllegalArgumentException e) {
            return new Verdict.Bad("has an SSH signature that can't be read: " + e.getMessage());
        }
    }
}
