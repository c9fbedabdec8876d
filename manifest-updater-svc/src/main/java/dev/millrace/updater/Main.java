package dev.millrace.updater;

import dev.millrace.updater.cli.Commands;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import org.jspecify.annotations.Nullable;

/** The entry point of the process: the service or, with a command, a tool that exits when it is done. */
@QuarkusMain
public final class Main {
    private Main() {}

    /** Starts the service if there are no arguments; otherwise runs a command without starting any part of the service. */
    public static void main(String... arguments) {
        if (arguments.length > 0) {
            System.exit(Commands.run(arguments));
        }
        Quarkus.run(null, Main::ended, arguments);
    }

    /** Prints the reason of a failed start as the last line, below the stack traces. */
    private static void ended(int status, @Nullable Throwable why) {
        if (why != null) {
            Throwable first = why;
            while (first.getCause() != null && !(first instanceof IllegalArgumentException)) {
                first = first.getCause();
            }
            System.err.println("manifest-updater-svc cannot start: " + first.getMessage());
        }
        System.exit(status);
    }
}
