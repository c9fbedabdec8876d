package dev.millrace.builder.engine.buildkit;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** A host behind a link, in a network namespace of its own, that answers at a public and at a private address. */
final class OutsideWorld implements AutoCloseable {
    static final String PUBLIC = "100.0.113.9";
    static final String PRIVATE = "172.31.113.9";

    private static final String SET_UP = """
            ip netns add mrworld
            ip link add mrworld0 type veth peer name mrworld1 netns mrworld
            ip address add 100.0.113.1/24 dev mrworld0
            ip address add 172.31.113.1/24 dev mrworld0
            ip link set mrworld0 up
            ip -n mrworld address add %s/24 dev mrworld1
            ip -n mrworld address add %s/24 dev mrworld1
            ip -n mrworld link set mrworld1 up
            """.formatted(PUBLIC, PRIVATE);
    private static final String TEAR_DOWN = """
            ip link delete mrworld0
            ip netns delete mrworld
            true
            """;

    private final Process server;

    OutsideWorld() throws IOException {
        run(TEAR_DOWN);
        run("set -e\n" + SET_UP);
        server = new ProcessBuilder(
                        "ip", "netns", "exec", "mrworld", "busybox", "nc", "-ll", "-p", "80", "-e", "echo", "answered")
                .redirectErrorStream(true)
                .start();
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> answers(PUBLIC) && answers(PRIVATE));
    }

    /** Returns true if this host reaches the other one at an address. */
    boolean answers(String address) {
        try (Socket socket = new Socket(address, 80)) {
            return socket.getInputStream().read() == 'a';
        } catch (IOException e) {
            return false;
        }
    }

    private static void run(String script) throws IOException {
        Process process = new ProcessBuilder(List.of("sh", "-c", script))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException("setting up a host failed: " + output);
        }
    }

    @Override
    public void close() throws IOException {
        server.destroyForcibly().onExit().join();
        run(TEAR_DOWN);
    }
}
