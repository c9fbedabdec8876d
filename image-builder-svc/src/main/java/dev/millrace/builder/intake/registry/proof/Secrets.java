package dev.millrace.builder.intake.registry.proof;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secrets of a sender, of which any may be used, so that one can be replaced without losing a notification. Never shown. */
public final class Secrets {
    private static final String HMAC = "HmacSHA256";

    private final List<String> values;

    public Secrets(List<String> values) {
        if (values.isEmpty() || values.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("a secret is empty; set it or remove the key");
        }
        this.values = List.copyOf(values);
    }

    /** Returns true if the text is one of the secrets. */
    boolean contain(String sent) {
        byte[] bytes = utf8(sent);
        return values.stream().anyMatch(secret -> MessageDigest.isEqual(utf8(secret), bytes));
    }

    /** Returns true if the bytes are signed with one of the secrets (HMAC-SHA256). */
    boolean signed(byte[] message, byte[] signature) {
        return values.stream().anyMatch(secret -> MessageDigest.isEqual(hmac(secret, message), signature));
    }

    /** Returns true if the text is the token of a path for this name, derived from one of the secrets. */
    boolean gave(String token, String name) {
        byte[] bytes = utf8(token);
        return values.stream().anyMatch(secret -> MessageDigest.isEqual(utf8(token(secret, name)), bytes));
    }

    /** The token of a path: the HMAC-SHA256 of a name under the secret, as Base64 for addresses without padding. */
    static String token(String secret, String name) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hmac(secret, utf8(name)));
    }

    private static byte[] hmac(String secret, byte[] message) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(utf8(secret), HMAC));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "Secrets[***]";
    }
}
