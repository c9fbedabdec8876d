package dev.millrace.builder.sign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/**
 * The encryption of cosign's key files: scrypt derives the key, NaCl's secretbox (XSalsa20 and Poly1305) encrypts the content
 * (<a href="https://github.com/secure-systems-lab/go-securesystemslib/blob/main/encrypted/encrypted.go">go-securesystemslib</a>).
 */
final class EncryptedKey {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 24;
    private static final int MAC_BYTES = 16;
    private static final long MAX_SCRYPT_BYTES = 128L << 20;
    private static final int MAX_PARALLEL = 4;

    private EncryptedKey() {}

    /**
     * Decrypts a key.
     *
     * @throws IllegalArgumentException if the text is in another form or the password is wrong
     */
    static byte[] decrypt(byte[] text, String password) {
        JsonNode json = json(text);
        JsonNode kdf = json.path("kdf");
        JsonNode cipher = json.path("cipher");
        if (!kdf.path("name").asText().equals("scrypt")
                || !cipher.path("name").asText().equals("nacl/secretbox")) {
            throw new IllegalArgumentException("contains a key that is encrypted in an unknown way");
        }
        byte[] nonce = bytes(cipher.path("nonce"));
        byte[] box = bytes(json.path("ciphertext"));
        if (nonce.length != NONCE_BYTES || box.length < MAC_BYTES) {
            throw damaged();
        }
        return open(box, nonce, derived(kdf, password));
    }

    private static byte[] derived(JsonNode kdf, String password) {
        int cost = kdf.path("params").path("N").asInt();
        int block = kdf.path("params").path("r").asInt();
        int parallel = kdf.path("params").path("p").asInt();
        boolean bounded = cost > 1
                && Integer.bitCount(cost) == 1
                && block > 0
                && parallel > 0
                && parallel <= MAX_PARALLEL
                && 128L * cost * block <= MAX_SCRYPT_BYTES;
        if (!bounded) {
            throw new IllegalArgumentException("contains a key whose encryption needs too much memory");
        }
        return SCrypt.generate(
                password.getBytes(StandardCharsets.UTF_8), bytes(kdf.path("salt")), cost, block, parallel, KEY_BYTES);
    }

    private static byte[] open(byte[] box, byte[] nonce, byte[] key) {
        XSalsa20Engine cipher = new XSalsa20Engine();
        cipher.init(false, new ParametersWithIV(new KeyParameter(key), nonce));
        byte[] macKey = new byte[KEY_BYTES];
        cipher.processBytes(new byte[KEY_BYTES], 0, KEY_BYTES, macKey, 0);
        Poly1305 mac = new Poly1305();
        mac.init(new KeyParameter(macKey));
        mac.update(box, MAC_BYTES, box.length - MAC_BYTES);
        byte[] actual = new byte[MAC_BYTES];
        mac.doFinal(actual, 0);
        byte[] expected = new byte[MAC_BYTES];
        System.arraycopy(box, 0, expected, 0, MAC_BYTES);
        if (!MessageDigest.isEqual(actual, expected)) {
            throw new IllegalArgumentException("contains an encrypted key that the password does not open");
        }
        byte[] content = new byte[box.length - MAC_BYTES];
        cipher.processBytes(box, MAC_BYTES, content.length, content, 0);
        return content;
    }

    private static JsonNode json(byte[] text) {
        try {
            return JSON.readTree(new String(text, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw damaged();
        }
    }

    private static byte[] bytes(JsonNode base64) {
        try {
            return Base64.getDecoder().decode(base64.asText());
        } catch (IllegalArgumentException e) {
            throw damaged();
        }
    }

    private static IllegalArgumentException damaged() {
        return new IllegalArgumentException("contains an encrypted key that is damaged");
    }
}
