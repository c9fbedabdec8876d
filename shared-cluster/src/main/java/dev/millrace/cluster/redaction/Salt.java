package dev.millrace.cluster.redaction;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The key of the hashes, so that equal values of two applications can't be recognized as equal. 32 bytes, in hex. */
public record Salt(@JsonValue String hex) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Salt {
        if (!FORM.matcher(hex).matches()) {
            throw new IllegalArgumentException("not a salt of 32 bytes in hex");
        }
    }

    public static Salt random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return new Salt(HexFormat.of().formatHex(bytes));
    }

    /** Returns an id that is derived from the salt and reveals nothing of it. */
    public UUID id() {
        ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(hash("id")));
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    /** Returns the HMAC-SHA256 in hex. */
    String hash(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(HexFormat.of().parseHex(hex), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256 and takes any key", e);
        }
    }

    @Override
    public String toString() {
        return "Salt[…]";
    }
}
