package dev.millrace.testbed;

import dev.millrace.testbed.process.JvmState;
import java.util.Arrays;
import java.util.List;

/** The main class of a JVM that starts the named parts, prints their directory, and runs until it is killed or its standard input ends. */
final class PartsMain {
    private PartsMain() {}

    public static void main(String[] parts) throws Exception {
        List<PartKind> kinds = Arrays.stream(parts).map(PartKind::valueOf).toList();
        Testbed.shared().start(kinds);
        System.out.println("started in " + JvmState.directory());
        while (System.in.read() >= 0) {
            // keep running
        }
    }
}
