package dev.millrace.builder.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.registry.Login;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;

/** A file of logins that only this user can read (containers-auth.json(5)); deleted when closed. */
public record LoginFile(Path path) implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Writes the logins, by registry host. */
    public static LoginFile write(Path path, Map<String, Login> logins) {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode auths = root.putObject("auths");
        logins.forEach((host, login) -> auths.putObject(host)
                .put(
                        "auth",
                        Base64.getEncoder()
                                .encodeToString(
                                        (login.user() + ":" + login.password()).getBytes(StandardCharsets.UTF_8))));
        try {
            Files.deleteIfExists(path);
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(path, JSON.writeValueAsBytes(root), StandardOpenOption.TRUNCATE_EXISTING);
            return new LoginFile(path);
        } catch (IOException e) {
            throw new UncheckedIOException("writing the registry logins to " + path.getFileName(), e);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException("removing the registry logins " + path.getFileName(), e);
        }
    }
}
