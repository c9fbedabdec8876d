package dev.millrace.bench.setup;

import dev.millrace.testbed.services.ServiceProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The running {@code buildkitd} of image-builder-svc. */
public record BuildkitDaemon(ProcessHandle process) {
    private static final String PROGRAM = "/buildkitd";
    private static final Pattern CONFIGURATION = Pattern.compile("--config\0([^\0]+)\0");
    private static final Pattern ADDRESS = Pattern.compile("(?m)^\\s*address = \\[\"([^\"]+)\"");

    /** Finds it among the processes of the service. */
    public static BuildkitDaemon of(ServiceProcess builder) {
        return builder.handle().stream()
                .flatMap(ProcessHandle::descendants)
                .filter(process -> process.info()
                        .command()
                        .filter(command -> command.endsWith(PROGRAM))
                        .isPresent())
                .findFirst()
                .map(BuildkitDaemon::new)
                .orElseThrow(() -> new IllegalStateException(builder.name() + " has started no buildkitd"));
    }

    /** The address for {@code buildctl}, read from the configuration file that the daemon was started with. */
    public String address() throws IOException {
        String command = Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"), StandardCharsets.UTF_8);
        Matcher configuration = CONFIGURATION.matcher(command);
        if (!configuration.find()) {
            throw new IOException("buildkitd was started without --config");
        }
        Matcher address = ADDRESS.matcher(Files.readString(Path.of(configuration.group(1))));
        if (!address.find()) {
            throw new IOException("no address in " + configuration.group(1));
        }
        return address.group(1);
    }
}
