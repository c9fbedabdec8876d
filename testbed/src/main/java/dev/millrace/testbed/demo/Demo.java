package dev.millrace.testbed.demo;

import dev.millrace.testbed.delivery.EventTap;
import dev.millrace.testbed.delivery.LocalDelivery;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** {@code make demo}: starts everything, runs the demo, and keeps running on a terminal. Exit status 0 only if every step succeeded. */
public final class Demo {
    private static volatile boolean stopping;

    private Demo() {}

    @SuppressWarnings("SystemOut") // a program for the terminal
    public static void main(String[] arguments) {
        PrintStream out = System.out;
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stopping = true, "demo-stop"));
        try {
            System.exit(run(out, isOnTerminal()) ? 0 : 1);
        } catch (IOException | RuntimeException e) {
            // After Ctrl-C the parts end while something may wait for them; that is not an error.
            if (!stopping) {
                out.println("demo: " + e.getMessage());
                System.exit(1);
            }
        }
    }

    private static boolean isOnTerminal() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }

    private static boolean run(PrintStream out, boolean stay) throws IOException {
        Instant start = Instant.now();
        out.println("Starting Kafka, a git host, a registry and a Kubernetes control plane ...");
        try (LocalDelivery delivery = LocalDelivery.prepare();
                EventTap tap = new EventTap(delivery.kafka().bootstrapServers())) {
            out.printf("  up after %.1f s; starting the four services ...%n", seconds(start));
            delivery.startServices();
            out.printf("  all ready after %.1f s%n", seconds(start));
            Narrator narrator = new Narrator(out);
            new Story(delivery, tap, narrator).run();
            narrator.table();
            out.println(NextSteps.text(delivery, stay));
            boolean complete = narrator.close();
            while (stay && !stopping) {
                LockSupport.park();
            }
            return complete;
        }
    }

    private static double seconds(Instant since) {
        return Duration.between(since, Instant.now()).toMillis() / 1000.0;
    }
}
