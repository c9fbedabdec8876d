package dev.millrace.git.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Verifies the sender of a request by the headers that hosts document:
 *
 * <ul>
 *   <li>{@code X-Hub-Signature-256: sha256=<hex>}: GitHub ("Validating webhook deliveries"), Gitea and Forgejo too
 *   <li>{@code X-Hub-Signature: sha256=<hex>}: Bitbucket, Cloud and Data Center ("Secure webhooks"); GitHub's old SHA-1 of that name is not accepted
 *   <li>{@code X-Gitea-Signature}, {@code X-Forgejo-Signature}, {@code X-Gogs-Signature}: hex alone
 *   <li>{@code webhook-signature: v1,<base64>} over id, timestamp and body: GitLab's signing token (standardwebhooks.com). The age of the
 *       timestamp is not checked: a repeated push only causes one more check of its ref
 *   <li>{@code X-Gitlab-Token}: GitLab's secret token itself
 *   <li>{@code X-Signature: sha256=<hex>}: any sender, as for Flux' generic-hmac receivers
 * </ul>
 *
 * All except the token are an HMAC-SHA256 over the raw bytes. They are compared in constant time.
 */
final class WebhookSignatures {
    private static final String PREFIX = "sha256=";
    private static final List<String> PREFIXED = List.of("x-hub-signature-256", "x-hub-signature", "x-signature");
    private static final List<String> PLAIN = List.of("x-gitea-signature", "x-forgejo-signature", "x-gogs-signature");
    private static final String STANDARD_SECRET = "whsec_";

    private WebhookSignatures() {}

    /** A proof in a request. */
    private sealed interface Proof {
        /** An HMAC over some bytes; none if the sent value is malformed. */
        record Hmac(Optional<byte[]> sent, byte[] over) implements Proof {}

        /** The secret itself. */
        record Token(String sent) implements Proof {}
    }

    /** Returns true if one of the secrets signed the request; empty if it is not signed at all. */
    static Optional<Boolean> verified(Map<String, String> headers, byte[] body, List<String> secrets) {
        List<Proof> proofs = proofs(headers, body);
        return proofs.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        secrets.stream().anyMatch(secret -> proofs.stream().anyMatch(proof -> matches(proof, secret))));
    }

    private static List<Proof> proofs(Map<String, String> headers, byte[] body) {
        List<Proof> proofs = new ArrayList<>();
        for (String name : PREFIXED) {
            Optional.ofNullable(headers.get(name))
                    .filter(value -> value.startsWith(PREFIX))
                    .ifPresent(value -> proofs.add(new Proof.Hmac(hex(value.substring(PREFIX.length())), body)));
        }
        for (String name : PLAIN) {
            Optional.ofNullable(headers.get(name)).ifPresent(value -> proofs.add(new Proof.Hmac(hex(value), body)));
        }
        Optional.ofNullable(headers.get("webhook-signature"))
                .ifPresent(value -> standard(value, headers, body, proofs));
        Optional.ofNullable(headers.get("x-gitlab-token")).ifPresent(value -> proofs.add(new Proof.Token(value)));
        return proofs;
    }

    private static void standard(String value, Map<String, String> headers, byte[] body, List<Proof> proofs) {
        String start =
                headers.getOrDefault("webhook-id", "") + "." + headers.getOrDefault("webhook-timestamp", "") + ".";
        byte[] head = start.getBytes(StandardCharsets.UTF_8);
        byte[] over = new byte[head.length + body.length];
        System.arraycopy(head, 0, over, 0, head.length);
        System.arraycopy(body, 0, over, head.length, body.length);
        for (String signature : value.split(" ", -1)) {
            if (signature.startsWith("v1,")) {
                proofs.add(new Proof.Hmac(base64(signature.substring("v1,".length())), over));
            }
        }
    }

    private static boolean matches(Proof proof, String secret) {
        if (secret.isEmpty()) {
            throw new IllegalArgumentException("an empty webhook secret protects nothing");
        }
        return switch (proof) {
            case Proof.Hmac hmac ->
                MessageDigest.isEqual(
                        hmac(hmac.over(), key(secret)), hmac.sent().orElse(new byte[0]));
            case Proof.Token token ->
                MessageDigest.isEqual(
                        secret.getBytes(StandardCharsets.UTF_8), token.sent().getBytes(StandardCharsets.UTF_8));
        };
    }

    /** The bytes of a secret; for {@code whsec_<base64>} the decoded part. */
    private static byte[] key(String secret) {
        Optional<byte[]> standard = secret.startsWith(STANDARD_SECRET)
                ? base64(secret.substring(STANDARD_SECRET.length()))
                : Optional.empty();
        return standard.filter(key -> key.length > 0).orElseGet(() -> secret.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] hmac(byte[] over, byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(over);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    private static Optional<byte[]> hex(String text) {
        try {
            return Optional.of(HexFormat.of().parseHex(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<byte[]> base64(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
