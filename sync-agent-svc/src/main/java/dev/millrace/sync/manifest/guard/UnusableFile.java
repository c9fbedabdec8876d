package dev.millrace.sync.manifest.guard;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** Files whose content is not in the repository in a form that can be used. */
public final class UnusableFile {
    static final String SOPS =
            "encrypted by SOPS, which is not supported yet; nothing of it is applied: keep the value in a Secret of the cluster, or"
                    + " use an operator that decrypts";
    private static final String LFS =
            "a Git LFS pointer: the repository holds only the pointer and not the content; commit the file itself (git lfs migrate export)";

    private static final String POINTER = "version https://git-lfs.github.com/spec/";
    private static final String OLD_POINTER = "version https://hawser.github.com/spec/";
    private static final String CIPHER = "ENC[AES256_GCM,";

    /** The prefix of such texts in Base64; its length in bytes is a multiple of three. */
    private static final String POINTER_ENCODED = encoded("version https://git-lfs.github.com/sp");

    private static final String CIPHER_ENCODED = encoded(CIPHER);

    /** Pointers are short. */
    private static final int MAX_POINTER = 1024;

    private UnusableFile() {}

    /** Returns the reason why the file can't be used; empty if it can. */
    public static Optional<String> reason(byte[] content) {
        return reason(new String(content, StandardCharsets.ISO_8859_1));
    }

    static Optional<String> reason(String text) {
        if (isPointer(text)) {
            return Optional.of(LFS);
        }
        return text.contains(CIPHER) || text.startsWith(CIPHER_ENCODED) ? Optional.of(SOPS) : Optional.empty();
    }

    /** Returns the reason why the text can't be used if it is a pointer of Git LFS. */
    public static Optional<String> pointer(String text) {
        return isPointer(text) ? Optional.of(LFS) : Optional.empty();
    }

    private static boolean isPointer(String text) {
        return text.length() <= MAX_POINTER
                && (text.startsWith(POINTER) || text.startsWith(OLD_POINTER) || text.startsWith(POINTER_ENCODED));
    }

    private static String encoded(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return Base64.getEncoder().withoutPadding().encodeToString(Arrays.copyOf(bytes, bytes.length / 3 * 3));
    }
}
