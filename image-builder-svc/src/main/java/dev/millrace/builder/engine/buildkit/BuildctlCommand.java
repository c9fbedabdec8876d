package dev.millrace.builder.engine.buildkit;

import dev.millrace.builder.engine.ImageEngine.TarFile;
import dev.millrace.builder.engine.NamedContext;
import dev.millrace.builder.engine.Network;
import dev.millrace.builder.engine.Recipe;
import dev.millrace.builder.engine.Recipe.Attestation;
import dev.millrace.events.value.Platform;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The command lines of {@code buildctl}. They contain no secret.
 *
 * @param address of the daemon
 */
record BuildctlCommand(String buildctl, String address, Optional<String> sbomGenerator) {

    /** The command of one build, up to a stage if there is one; otherwise its image goes to the folder of the inputs. */
    List<String> build(Recipe recipe, BuildInputs inputs, Optional<String> stage) {
        Words words = new Words(new ArrayList<>(
                List.of(buildctl, "--addr", address, "build", "--progress=plain", "--frontend=dockerfile.v0")));
        // A syntax line names an image that would be pulled and run as the frontend; with this option it is a comment.
        words.option("cmdline", "builtin");
        files(recipe.files(), words);
        stage.or(recipe::target).ifPresent(target -> words.option("target", target));
        recipe.args().forEach((name, value) -> {
            if (!isReserved(name)) {
                words.option("build-arg:" + name, value);
            }
        });
        sandbox(recipe.sandbox(), inputs, words);
        words.option(
                "build-arg:SOURCE_DATE_EPOCH",
                Long.toString(recipe.output().sourceDate().getEpochSecond()));
        if (stage.isEmpty()) {
            output(recipe.output(), inputs, words);
        }
        return List.copyOf(words.all());
    }

    /** The command that writes the files of a stage to a tar file. The kernel ends it if the file becomes too large. */
    List<String> export(Recipe recipe, BuildInputs inputs, String stage, TarFile target) {
        List<String> command = new ArrayList<>(List.of("prlimit", "--fsize=" + target.maxBytes(), "--"));
        command.addAll(build(recipe, inputs, Optional.of(stage)));
        command.addAll(List.of("--output", "type=tar,dest=" + target.path()));
        return List.copyOf(command);
    }

    /** The command that removes the oldest parts of the cache above a size. */
    List<String> prune(long maxBytes) {
        return List.of(
                buildctl, "--addr", address, "prune", "--all", "--keep-storage=" + Math.max(1, maxBytes / 1_000_000));
    }

    /** Arguments that steer BuildKit itself: they could name another frontend or the cache mounts of another repository. */
    static boolean isReserved(String argument) {
        return argument.startsWith("BUILDKIT_") || argument.equals("SOURCE_DATE_EPOCH");
    }

    private static void files(Recipe.Files files, Words words) {
        boolean inContext = files.dockerfile().startsWith(files.context());
        Path folder = inContext
                ? files.context()
                : Optional.ofNullable(files.dockerfile().getParent()).orElse(files.context());
        words.local("context", files.context());
        words.local("dockerfile", folder);
        words.option("filename", folder.relativize(files.dockerfile()).toString());
        int count = 0;
        for (var entry : files.named().entrySet()) {
            named(entry.getKey(), entry.getValue(), "named-" + count++, words);
        }
    }

    private static void named(String name, NamedContext context, String id, Words words) {
        switch (context) {
            case NamedContext.Folder folder -> {
                words.local(id, folder.path());
                words.option("context:" + name, "local:" + id);
            }
            case NamedContext.Image image -> words.option("context:" + name, "docker-image://" + image.reference());
            case NamedContext.Layout layout -> {
                words.add("--oci-layout", id + "=" + layout.image().folder());
                words.option(
                        "context:" + name,
                        "oci-layout://" + id + "@" + layout.image().digest());
            }
        }
    }

    private static void sandbox(Recipe.Sandbox sandbox, BuildInputs inputs, Words words) {
        words.option("build-arg:BUILDKIT_CACHE_MOUNT_NS", sandbox.cacheNamespace());
        // The name of the host is part of the cache key of a command: results of another namespace, made with its
        // secrets, are never reused.
        words.option("build-arg:BUILDKIT_SANDBOX_HOSTNAME", sandbox.cacheNamespace());
        if (sandbox.network() == Network.NONE) {
            words.option("force-network-mode", "none");
        }
        inputs.controlGroup().ifPresent(group -> words.option("cgroup-parent", group));
        inputs.secretFiles().forEach((id, file) -> words.add("--secret", "id=" + id + ",src=" + file));
        sandbox.ssh().forEach((id, socket) -> words.add("--ssh", id + "=" + socket));
        words.add("--source-policy-file", inputs.policy().toString());
    }

    private void output(Recipe.Output output, BuildInputs inputs, Words words) {
        output.labels().forEach((name, value) -> words.option("label:" + name, value));
        words.option(
                "platform", output.platforms().stream().map(Platform::value).collect(Collectors.joining(",")));
        if (output.attestations().contains(Attestation.PROVENANCE)) {
            words.option("attest:provenance", "mode=max,version=v1");
        }
        if (output.attestations().contains(Attestation.SBOM)) {
            sbomGenerator.ifPresent(image -> words.option("attest:sbom", "generator=" + image));
        }
        words.add("--output", "type=oci,tar=false,rewrite-timestamp=true,dest=" + inputs.layout());
    }

    private record Words(List<String> all) {

        void add(String flag, String value) {
            all.add(flag);
            all.add(value);
        }

        void option(String name, String value) {
            add("--opt", name + "=" + value);
        }

        void local(String name, Path folder) {
            add("--local", name + "=" + folder);
        }
    }
}
