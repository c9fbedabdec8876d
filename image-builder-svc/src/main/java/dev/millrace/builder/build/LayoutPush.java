package dev.millrace.builder.build;

import dev.millrace.builder.engine.BoundedProcess;
import dev.millrace.builder.engine.Folders;
import dev.millrace.builder.engine.Limit;
import dev.millrace.builder.engine.LoginFile;
import dev.millrace.builder.engine.OciLayout;
import dev.millrace.builder.engine.Programs;
import dev.millrace.builder.engine.ToolOutcome;
import dev.millrace.builder.registry.RegistryHost;
import dev.millrace.builder.registry.RegistryHosts;
import dev.millrace.events.value.ImageReference;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Pushes a built image with {@code skopeo}. The digest stays the same. */
public record LayoutPush(RegistryHosts registries, Path home) {

    ToolOutcome push(OciLayout image, ImageReference destination, Limit limit, Consumer<String> log) {
        Folders.createPrivate(home);
        boolean insecure =
                registries.of(destination.name()).filter(RegistryHost::insecure).isPresent();
        Path file = home.resolve("auth-" + image.folder().getFileName() + ".json");
        try (LoginFile logins = LoginFile.write(file, registries.pushLogins(destination.name()))) {
            List<String> command = List.of(
                    "skopeo",
                    "copy",
                    "--insecure-policy",
                    "--all",
                    "--preserve-digests",
                    "--dest-tls-verify=" + !insecure,
                    "--authfile",
                    logins.path().toString(),
                    "oci:" + image.folder(),
                    "docker://" + destination);
            return BoundedProcess.run(command, Programs.environment(home), home, limit, log);
        }
    }
}
