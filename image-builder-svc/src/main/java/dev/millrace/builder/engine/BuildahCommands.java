package dev.millrace.builder.engine;

import dev.millrace.events.value.ImageReference;
import dev.millrace.events.value.Platform;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The command lines of {@code buildah} (buildah-build(1), buildah-push(1)). They contain no credential. */
record BuildahCommands(String buildah, Path home, Platform own) {

    /** The folder in which buildah keeps images and working containers. */
    Path store() {
        return home.resolve("storage");
    }

    /** The file that lists the registries without TLS. It defines no short names. */
    Path registriesFile() {
        return home.resolve("registries.conf");
    }

    Path policyFile() {
        return home.resolve("policy.json");
    }

    /** The file of logins with which builds read base images. */
    Path pullLogins() {
        return home.resolve("pull-auth.json");
    }

    List<String> build(Recipe recipe, Optional<String> stage, Duration left) {
        boolean test = stage.isPresent();
        List<String> command = start(left, "build");
        command.addAll(List.of(
                "--isolation", "chroot", "--signature-policy", policyFile().toString()));
        command.addAll(List.of("--authfile", pullLogins().toString(), "--retry", "1"));
        command.add("--file=" + recipe.context().resolve(recipe.dockerfile()));
        // Layers are cached for the builder's own platform only: before 1.29 the cache doesn't distinguish platforms.
        boolean ownPlatform = recipe.platforms().equals(List.of(own));
        if (ownPlatform || test) {
            command.add("--layers");
        } else {
            command.add("--no-cache");
            command.add("--platform="
                    + recipe.platforms().stream().map(Platform::value).collect(Collectors.joining(",")));
        }
        stage.or(recipe::target).ifPresent(target -> command.add("--target=" + target));
        recipe.args().forEach((name, value) -> command.add("--build-arg=" + name + "=" + value));
        if (!test) {
            recipe.labels().forEach((name, value) -> command.add("--label=" + name + "=" + value));
            command.add((isIndex(recipe) ? "--manifest=" : "--tag=") + localName(recipe));
        }
        command.add(recipe.context().toString());
        return List.copyOf(command);
    }

    List<String> push(Recipe recipe, ImageReference destination, Path logins, Duration left) {
        List<String> command = isIndex(recipe) ? start(left, "manifest", "push", "--all") : start(left, "push");
        command.addAll(List.of("--signature-policy", policyFile().toString(), "--authfile", logins.toString()));
        command.addAll(List.of(localName(recipe), "docker://" + destination));
        return List.copyOf(command);
    }

    List<String> removeContainers(Duration left) {
        return List.copyOf(start(left, "rm", "--all"));
    }

    List<String> removeImages(Duration left) {
        return List.copyOf(start(left, "rmi", "--all", "--force"));
    }

    List<String> version(Duration left) {
        return List.copyOf(start(left, "version"));
    }

    private static boolean isIndex(Recipe recipe) {
        return recipe.platforms().size() > 1;
    }

    private static String localName(Recipe recipe) {
        return "localhost/millrace/" + recipe.id();
    }

    /** The start of each command. An outer {@code timeout} ends the tool soon after its limit even if this service is killed. */
    private List<String> start(Duration left, String... verb) {
        List<String> command =
                new ArrayList<>(List.of("timeout", "--signal=KILL", Long.toString(left.toSeconds() + 10), buildah));
        command.addAll(List.of("--storage-driver", "vfs", "--root", store().toString()));
        command.addAll(List.of("--runroot", home.resolve("run").toString()));
        command.addAll(List.of("--registries-conf", registriesFile().toString()));
        command.addAll(
                List.of("--registries-conf-dir", home.resolve("no-registries").toString()));
        command.addAll(List.of(verb));
        return command;
    }
}
