package dev.millrace.builder.engine.buildkit;

import dev.millrace.builder.engine.Folders;
import dev.millrace.builder.engine.LoginFile;
import dev.millrace.builder.engine.Recipe;
import dev.millrace.registry.Login;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The private files of one build: secrets, logins and the source policy; deleted when closed. BuildKit gets them from its client, never from the
 * disk, so no command of a build can open them.
 *
 * @param folder of these files
 * @param layout the folder that the image is written to
 * @param secretFiles files with the values of secrets, by id
 * @param controlGroup the parent of the control groups of its commands
 */
record BuildInputs(
        Path folder, Path layout, Path policy, SortedMap<String, Path> secretFiles, Optional<String> controlGroup)
        implements AutoCloseable {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    /** Writes the files. */
    static BuildInputs write(
            Path home, Recipe recipe, SourcePolicy policy, Map<String, Login> logins, Optional<String> controlGroup) {
        Path folder = Folders.createPrivate(RuntimeFolder.of(home).resolve(checked(recipe.id())));
        try {
            Path policyFile = Files.writeString(folder.resolve("policy.json"), policy.json());
            LoginFile.write(folder.resolve("config.json"), logins);
            SortedMap<String, Path> secrets = new TreeMap<>();
            Path secretFolder = Folders.createPrivate(folder.resolve("secrets"));
            for (var secret : recipe.sandbox().secrets().entrySet()) {
                String id = checked(secret.getKey());
                secrets.put(id, Files.writeString(secretFolder.resolve(id), secret.getValue()));
            }
            Path layout = Folders.createPrivate(home.resolve("images")).resolve(recipe.id());
            Folders.delete(layout);
            return new BuildInputs(folder, layout, policyFile, secrets, controlGroup);
        } catch (IOException e) {
            Folders.delete(folder);
            throw new UncheckedIOException("writing the inputs of a build", e);
        }
    }

    private static String checked(String id) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "not an id of a build or secret: " + id + "; use letters, digits, '.', '_' and '-'");
        }
        return id;
    }

    @Override
    public void close() {
        Folders.delete(folder);
    }
}
