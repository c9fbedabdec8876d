package dev.millrace.sync.render.helm.chart;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of a document, with a limit for each of its items: a parser holds one item at a time in memory. */
final class BoundedItems extends FilterInputStream {
    /** The parser copies a text once for each part that it reads of it: the limit bounds the time too. */
    private static final int MAX_BYTES = 512 << 10;

    private int bytes;

    BoundedItems(InputStream in) {
        super(in);
    }

    /** An item is larger than the limit. */
    static final class TooLarge extends RuntimeException {}

    /** The next item begins. */
    void begin() {
        bytes = 0;
    }

    @Override
    public int read() throws IOException {
        int one = super.read();
        count(one < 0 ? 0 : 1);
        return one;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count = super.read(into, offset, length);
        count(Math.max(0, count));
        return count;
    }

    private void count(int more) {
        bytes += more;
        if (bytes > MAX_BYTES) {
            throw new TooLarge();
        }
    }
}
