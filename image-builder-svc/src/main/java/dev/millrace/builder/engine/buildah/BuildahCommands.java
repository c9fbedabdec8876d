package dev.millrace.builder.engine.buildah;

import dev.millrace.builder.engine.NamedContext;
import dev.millrace.builder.engine.Network;
import dev.millrace.builder.engine.Recipe;
import dev.millrace.events.value.Platform;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The command lines of {@code buildah} (buildah-build(1), buildah-push(1); version 1.43). They contain no credential. */
record BuildahCommands(String buildah, Path home) {

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
        List<String> command = start(left, "build");
        command.addAll(List.of(
                "--isolation", "chroot", "--signature-policy", policyFile().toString()));
        command.addAll(List.of("--authfile", pullLogins().toString(), "--retry", "1", "--layers"));
        command.add("--file=" + recipe.files().dockerfile());
        recipe.files()
                .named()
                .forEach((name, context) -> command.add("--build-context=" + name + "=" + source(context)));
        stage.or(recipe::target).ifPresent(target -> command.add("--target=" + target));
        recipe.args().forEach((name, value) -> command.add("--build-arg=" + name + "=" + value));
        if (recipe.sandbox().network() == Network.NONE) {
            command.add("--network=none");
        }
        recipe.sandbox().ssh().forEach((id, socket) -> command.add("--ssh=" + id + "=" + socket));
        if (stage.isEmpty()) {
            command.addAll(image(recipe));
        }
        command.add(recipe.files().context().toString());
        return List.copyOf(command);
    }

    private static List<String> image(Recipe recipe) {
        Recipe.Output output = recipe.output();
        List<String> options = new ArrayList<>();
        output.labels().forEach((name, value) -> options.add("--label=" + name + "=" + value));
        options.add(
                "--platform=" + output.platforms().stream().map(Platform::value).collect(Collectors.joining(",")));
        options.add("--source-date-epoch=" + output.sourceDate().getEpochSecond());
        options.add("--rewrite-timestamp");
        options.add((isIndex(recipe) ? "--manifest=" : "--tag=") + localName(recipe));
        return options;
    }

    private static String source(NamedContext context) {
        return switch (context) {
            case NamedContext.Folder folder -> folder.path().toString();
            case NamedContext.Image image -> "docker-image://" + image.reference();
            case NamedContext.Layout layout -> "oci-layout://" + layout.image().folder();
        };
    }

    /** Writes a stored image into a folder. */
    List<String> export(Recipe recipe, Path layout, Duration left) {
        List<String> command = isIndex(recipe) ? start(left, "manifest", "push", "--all") : start(left, "push");
        command.addAll(List.of("--signature-policy", policyFile().toString()));
        command.addAll(List.of(localName(recipe), "oci:" + layout));
        return List.copyOf(command);
    }

    List<String> removeContainers(Duration left) {
        return List.copyOf(start(left, "rm", "--all"));
    }

    List<String> removeImages(Duration left) {
        return List.copyOf(start(left, "rmi", "--all", "--force"));
    }

    private static boolean isIndex(Recipe recipe) {
        return recipe.output().platforms().size() > 1;
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
