package dev.millrace.updater;

import dev.millrace.updater.cli.Commands;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import org.jspecify.annotations.Nullable;

/** Where the process starts: as the service or, with a command, as a tool that ends by itself. */
@QuarkusMain
public final class Main {
    private Main() {}

    /** Without arguments the service; else a command, before anything of the service is started. */
    public static void main(String... arguments) {
        if (arguments.length > 0) {
            System.exit(Commands.run(arguments));
        }
        Quarkus.run(null, Main::ended, arguments);
    }

    /** A start that fails says why in its last line, below the traces that are for us. */
    private static void ended(int status, @Nullable Throwable why) {
        if (why != null) {
            Throwable first = why;
            while (first.getCause() != null && !(first instanceof IllegalArgumentException)) {
                first = first.getCause();
            }
            System.err.println("manifest-updater-svc can't start: " + first.getMessage());
        }
        System.exit(status);
    }
}
