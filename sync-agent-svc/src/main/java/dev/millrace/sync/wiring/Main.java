package dev.millrace.sync.wiring;

import dev.millrace.sync.health.explain.Explain;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Arrays;

/** Starts the agent, or runs {@code explain}, which needs no cluster. */
@QuarkusMain
public final class Main {
    private Main() {}

    public static void main(String... args) {
        if (args.length > 0 && args[0].equals("explain")) {
            System.exit(new Explain(System.in, System.out, System.err).run(Arrays.copyOfRange(args, 1, args.length)));
        }
        Quarkus.run(args);
    }
}
