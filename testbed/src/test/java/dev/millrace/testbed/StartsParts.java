package dev.millrace.testbed;

import dev.millrace.testbed.process.JvmState;
import java.util.Arrays;
import java.util.List;

/** A JVM that starts the parts named, says that it did and where, and stays until it is ended or its standard input ends. */
final class StartsParts {
    private StartsParts() {}

    public static void main(String[] parts) throws Exception {
        List<PartKind> kinds = Arrays.stream(parts).map(PartKind::valueOf).toList();
        Testbed.shared().start(kinds);
        System.out.println("started in " + JvmState.directory());
        while (System.in.read() >= 0) {
            // stays
        }
    }
}
