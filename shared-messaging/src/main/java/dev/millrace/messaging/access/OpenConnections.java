package dev.millrace.messaging.access;

import java.util.HashMap;
import java.util.Map;

/** The open connections, counted by address. Thread-safe. */
final class OpenConnections {
    private final int most;
    private final int mostPerAddress;
    private final Map<String, Integer> byAddress = new HashMap<>();
    private int all;

    OpenConnections(int most, int mostPerAddress) {
        this.most = most;
        this.mostPerAddress = mostPerAddress;
    }

    /** Counts a connection, which has to be closed later; returns false without counting it if there are too many. */
    synchronized boolean open(String address) {
        int before = byAddress.getOrDefault(address, 0);
        if (all >= most || before >= mostPerAddress) {
            return false;
        }
        byAddress.put(address, before + 1);
        all++;
        return true;
    }

    synchronized void close(String address) {
        byAddress.computeIfPresent(address, (key, count) -> count > 1 ? count - 1 : null);
        all--;
    }
}
