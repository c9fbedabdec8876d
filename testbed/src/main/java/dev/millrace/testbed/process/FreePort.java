package dev.millrace.testbed.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds ports for servers that are killed and restarted. The ports are below the ephemeral range of Linux, because a client that connects to a
 * dead server within that range can end up connected to itself and keep the port. No port is assigned twice, because its part may not listen
 * yet or may be about to restart.
 */
final class FreePort {
    private static final int FIRST = 15_000;
    private static final int LAST = 32_000;
    private static final int TRIES = 200;
    private static final String ASSIGNED = "port.";

    private FreePort() {}

    static int find() {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            if (JvmState.get(ASSIGNED + port).isEmpty() && isFree(port)) {
                JvmState.put(ASSIGNED + port, "");
                return port;
            }
        }
        throw new PartUnavailable("no free port on 127.0.0.1 between " + FIRST + " and " + LAST);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
