package dev.millrace.git.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The proofs in a request that its sender knows a secret, by the headers that hosts document:
 *
 * <ul>
 *   <li>{@code X-Hub-Signature-256: sha256=<hex>}: GitHub ("Validating webhook deliveries"), Gitea and Forgejo too
 *   <li>{@code X-Hub-Signature: sha256=<hex>}: Bitbucket, Cloud and Data Center ("Secure webhooks"); GitHub's old SHA-1 of that name is not accepted
 *   <li>{@code X-Gitea-Signature}, {@code X-Forgejo-Signature}, {@code X-Gogs-Signature}: hex alone
 *   <li>{@code webhook-signature: v1,<base64>} over id, timestamp and body: GitLab's signing token (standardwebhooks.com). The age of the
 *       timestamp is not checked: a repeated push only causes one more check of its ref
 *   <li>{@code X-Gitlab-Token}: GitLab's secret token itself
 *   <li>{@code Authorization: Basic}: Azure DevOps, with the secret as the password and any user
 *   <li>{@code X-Signature: sha256=<hex>}: any sender, as for Flux' generic-hmac receivers
 * </ul>
 *
 * All except the token and the password are an HMAC-SHA256 over the raw bytes. They are compared in constant time.
 *
 * @param signatures HMACs over the body; a malformed one is empty
 * @param standard HMACs over {@code standardHead} and the body
 * @param tokens secrets that were sent as they are
 */
record WebhookProofs(List<byte[]> signatures, List<byte[]> standard, byte[] standardHead, List<byte[]> tokens) {
    private static final String PREFIX = "sha256=";
    private static final String BASIC = "basic ";
    private static final List<String> PREFIXED = List.of("x-hub-signature-256", "x-hub-signature", "x-signature");
    private static final List<String> PLAIN = List.of("x-gitea-signature", "x-forgejo-signature", "x-gogs-signature");
    private static final String STANDARD_SECRET = "whsec_";
    /** More than one only while a host replaces its key. */
    private static final int MAX_STANDARD = 8;

    private static final byte[] INVALID = new byte[0];

    /** The proofs in the headers of a request, whose names are in lower case. */
    static WebhookProofs of(Map<String, String> headers) {
        List<byte[]> signatures = new ArrayList<>();
        for (String name : PREFIXED) {
            Optional.ofNullable(headers.get(name))
                    .filter(value -> value.startsWith(PREFIX))
                    .ifPresent(value -> signatures.add(hex(value.substring(PREFIX.length()))));
        }
        for (String name : PLAIN) {
            Optional.ofNullable(headers.get(name)).ifPresent(value -> signatures.add(hex(value)));
        }
        String head =
                headers.getOrDefault("webhook-id", "") + "." + headers.getOrDefault("webhook-timestamp", "") + ".";
        List<byte[]> tokens = new ArrayList<>();
        Optional.ofNullable(headers.get("x-gitlab-token")).ifPresent(value -> tokens.add(bytes(value)));
        Optional.ofNullable(headers.get("authorization"))
                .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(BASIC))
                .ifPresent(value -> tokens.add(password(value.substring(BASIC.length()))));
        return new WebhookProofs(signatures, standard(headers), bytes(head), tokens);
    }

    private static List<byte[]> standard(Map<String, String> headers) {
        List<byte[]> signatures = new ArrayList<>();
        for (String signature : headers.getOrDefault("webhook-signature", "").split(" ", MAX_STANDARD + 1)) {
            if (signature.startsWith("v1,") && signatures.size() < MAX_STANDARD) {
                signatures.add(base64(signature.substring("v1,".length())));
            }
        }
        return signatures;
    }

    /** The password of an {@code Authorization: Basic} header; no user name has a colon (RFC 7617). */
    private static byte[] password(String credentials) {
        byte[] decoded = base64(credentials.strip());
        for (int i = 0; i < decoded.length; i++) {
            if (decoded[i] == ':') {
                return Arrays.copyOfRange(decoded, i + 1, decoded.length);
            }
        }
        return INVALID;
    }

    /** Returns true if the request is not signed at all. */
    boolean isEmpty() {
        return !needBody() && tokens.isEmpty();
    }

    /** Returns true if the body is needed to verify the request. */
    boolean needBody() {
        return !signatures.isEmpty() || !standard.isEmpty();
    }

    /** Returns true if the sender of this body knows one of the secrets. */
    boolean match(byte[] body, List<String> secrets) {
        return secrets.stream().anyMatch(secret -> matches(body, secret));
    }

    private boolean matches(byte[] body, String secret) {
        if (secret.isEmpty()) {
            throw new IllegalArgumentException("an empty webhook secret protects nothing");
        }
        // One HMAC for all signatures of a kind: an unknown sender decides how many there are.
        return contains(tokens, bytes(secret))
                || (!signatures.isEmpty() && contains(signatures, hmac(key(secret), body)))
                || (!standard.isEmpty() && contains(standard, hmac(key(secret), standardHead, body)));
    }

    private static boolean contains(List<byte[]> sent, byte[] expected) {
        return sent.stream().anyMatch(one -> MessageDigest.isEqual(expected, one));
    }

    /** The bytes of a secret; for {@code whsec_<base64>} the decoded part. */
    private static byte[] key(String secret) {
        byte[] standard =
                secret.startsWith(STANDARD_SECRET) ? base64(secret.substring(STANDARD_SECRET.length())) : INVALID;
        return standard.length > 0 ? standard : bytes(secret);
    }

    private static byte[] hmac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] hex(String text) {
        try {
            return HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException e) {
            return INVALID;
        }
    }

    private static byte[] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return INVALID;
        }
    }
}
