package dev.millrace.builder.source.lfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.git.GitUnavailable;
import dev.millrace.git.remote.Credentials;
import dev.millrace.git.remote.Remote;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LfsStoreTest {
    private static final Credentials ACCOUNT = new Credentials.Basic("dana", "a-password");
    private static final String SENT = "Basic ZGFuYTphLXBhc3N3b3Jk";

    private LfsServer server;
    private Path temp;
    private Path file;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        server = new LfsServer();
        temp = directory;
        file = Files.writeString(temp.resolve("a.bin"), "a pointer");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aContentTakesThePlaceOfItsPointerAndKeepsThePermissions() throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        LfsPointer pointer = server.add("the content");

        fetch(pointer, List.of());

        assertThat(file).hasContent("the content");
        assertThat(Files.isExecutable(file)).isTrue();
        assertThat(temp.resolve("downloads")).isEmptyDirectory();
        assertThat(server.requests)
                .containsExactly(
                        "POST /shop/web.git/info/lfs/objects/batch " + SENT,
                        "GET /contents/" + pointer.oid() + " " + SENT);
    }

    @Test
    void manyFilesAreRequestedInBatchesAndEachContentOnce() throws IOException {
        Map<String, LfsPointer> pointers = new HashMap<>();
        Map<String, Path> targets = new HashMap<>();
        for (int n = 0; n < 150; n++) {
            pointers.put("f" + n, server.add("content " + n / 2 * 2 % 140));
            targets.put("f" + n, Files.writeString(temp.resolve("f" + n), "a pointer"));
        }

        try (LfsStore store = store(server.url("/shop/web"), ACCOUNT, List.of())) {
            store.fetch(pointers, targets);
        }

        assertThat(temp.resolve("f149")).hasContent("content 8");
        assertThat(server.requests).filteredOn(one -> one.startsWith("POST")).hasSize(1);
        assertThat(server.requests).filteredOn(one -> one.startsWith("GET")).hasSize(70);
    }

    @Test
    void aContentOnAnotherHostIsRefusedUnlessItIsAllowedAndSecure() {
        LfsPointer pointer = server.add("the content");
        server.elsewhere = server.url("").toString().replace("127.0.0.1", "localhost");

        assertRefused(pointer, "which is not allowed", List.of());
        assertRefused(pointer, "which is not allowed", List.of(server.elsewhere.substring("http://".length())));
        assertThat(server.requests).noneMatch(request -> request.startsWith("GET"));
    }

    @Test
    void aContentThatIsNotTheOneOfThePointerIsRefused() {
        LfsPointer pointer = server.add("the content");
        server.replace(pointer, "THE content");

        assertRefused(pointer, "its content is not the one that its pointer names", List.of());
    }

    @Test
    void aContentLargerThanItsPointerIsRefused() {
        LfsPointer pointer = server.add("the content");
        server.replace(pointer, "the content and more");

        assertRefused(pointer, "larger than 11 bytes", List.of());
    }

    @Test
    void aContentThatTheServerLacksIsRefused() {
        assertRefused(new LfsPointer("ab".repeat(32), 1), "push it with git lfs push", List.of());
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 401, 403, 404, 422})
    void aRefusingServerEndsTheBuild(int status) {
        server.status = status;

        assertRefused(server.add("the content"), "status " + status, List.of());
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void anUnavailableServerIsATransientError(int status) {
        server.status = status;

        assertThatExceptionOfType(GitUnavailable.class)
                .isThrownBy(() -> fetch(server.add("the content"), List.of()))
                .withMessageContaining("a.bin")
                .withMessageContaining("status " + status);
    }

    @Test
    void aServerThatIsDownIsATransientError() {
        LfsPointer pointer = server.add("the content");
        server.close();

        assertThatExceptionOfType(GitUnavailable.class).isThrownBy(() -> fetch(pointer, List.of()));
    }

    @Test
    void aRepositoryWithoutAnAddressOfHttpIsRefused() {
        try (LfsStore store = store(URI.create("ssh://git@git.example/shop/web"), ACCOUNT, List.of())) {
            assertThatExceptionOfType(LfsRefused.class)
                    .isThrownBy(() ->
                            store.fetch(Map.of("a.bin", new LfsPointer("ab".repeat(32), 1)), Map.of("a.bin", file)))
                    .withMessageContaining("a.bin")
                    .withMessageContaining("HTTPS");
        }
    }

    private void assertRefused(LfsPointer pointer, String reason, List<String> hosts) {
        assertThatExceptionOfType(LfsRefused.class)
                .isThrownBy(() -> fetch(pointer, hosts))
                .withMessageContaining("the file a.bin in Git LFS")
                .withMessageContaining(reason)
                .withMessageNotContaining("a-password");
        assertThat(file).hasContent("a pointer");
        assertThat(temp.resolve("downloads"))
                .satisfiesAnyOf(downloads -> assertThat(downloads).doesNotExist(), downloads -> assertThat(downloads)
                        .isEmptyDirectory());
    }

    private void fetch(LfsPointer pointer, List<String> hosts) throws IOException {
        try (LfsStore store = store(server.url("/shop/web.git"), ACCOUNT, hosts)) {
            store.fetch(Map.of("a.bin", pointer), Map.of("a.bin", file));
        }
    }

    private LfsStore store(URI url, Credentials credentials, List<String> hosts) {
        return new LfsStore(Remote.of(url, credentials), hosts, temp.resolve("downloads"));
    }
}
