package dev.millrace.updater;

import dev.millrace.updater.cli.Commands;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Where the process starts: as the service or, with a command, as a tool that ends by itself. */
@QuarkusMain
public final class Main {
    private Main() {}

    /** Without arguments the service; else a command, before anything of the service is started. */
    public static void main(String... arguments) {
        if (arguments.length > 0) {
            System.exit(Commands.run(arguments));
        }
        Quarkus.run(arguments);
    }
}
