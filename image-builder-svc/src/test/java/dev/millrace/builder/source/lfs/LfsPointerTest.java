package dev.millrace.builder.source.lfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class LfsPointerTest {
    private static final String VERSION = "version https://git-lfs.github.com/spec/v1\n";
    private static final String OID = "4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393";

    static final List<String> INVALID = List.of(
            VERSION,
            VERSION + "oid sha256:" + OID + "\n",
            VERSION + "oid md5:" + OID + "\nsize 1\n",
            VERSION + "oid sha256:../" + OID.substring(3) + "\nsize 1\n",
            VERSION + "oid sha256:" + OID + "\nsize -1\n",
            VERSION + "oid sha256:" + OID + "\nsize 99999999999999999999\n",
            VERSION + "ext-0-crypt sha256:" + OID + "\noid sha256:" + OID + "\nsize 1\n");

    @Test
    void aPointerNamesItsContent() {
        assertThat(LfsPointer.parse("a.bin", bytes(VERSION + "oid sha256:" + OID + "\nsize 12345\n")))
                .contains(new LfsPointer(OID, 12_345));
        assertThat(LfsPointer.parse(
                        "a.bin", bytes((VERSION + "oid sha256:" + OID + "\nsize 0\n").replace("\n", "\r\n"))))
                .contains(new LfsPointer(OID, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a text", "version 2\noid sha256:1\n", "\u0000\u0001"})
    void anyOtherContentIsNoPointer(String content) {
        assertThat(LfsPointer.parse("a.bin", bytes(content))).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("INVALID")
    void anInvalidPointerIsRefusedWithTheNameOfItsFile(String content) {
        assertThatExceptionOfType(LfsRefused.class)
                .isThrownBy(() -> LfsPointer.parse("models/a.bin", bytes(content)))
                .withMessageContaining("models/a.bin");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
