package dev.millrace.cluster.record;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Deterministic gzip: equal input gives equal output. */
final class Compression {
    private static final int MAX_EXPANDED = 256 << 20;

    private Compression() {}

    static byte[] compress(byte[] bytes) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory can't fail", e);
        }
        return compressed.toByteArray();
    }

    static byte[] expand(byte[] compressed) throws IOException {
        try (InputStream gzip = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            byte[] bytes = gzip.readNBytes(MAX_EXPANDED);
            if (gzip.read() >= 0) {
                throw new IOException("it expands to more than " + MAX_EXPANDED + " bytes");
            }
            return bytes;
        }
    }
}
