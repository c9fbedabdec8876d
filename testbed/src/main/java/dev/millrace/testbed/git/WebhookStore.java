package dev.millrace.testbed.git;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** The webhooks of a host, in a file beside the repositories that tests write and the host reads at each push. */
record WebhookStore(List<Webhook> webhooks) {
    private static final ObjectMapper JSON = new ObjectMapper();

    WebhookStore {
        webhooks = List.copyOf(webhooks);
    }

    static WebhookStore at(Path root) {
        Path file = file(root);
        try {
            return new WebhookStore(
                    Files.exists(file) ? JSON.readValue(file.toFile(), new TypeReference<>() {}) : List.of());
        } catch (IOException e) {
            throw new UncheckedIOException("could not read the webhooks of the git host", e);
        }
    }

    WebhookStore with(Webhook added) {
        List<Webhook> next = new ArrayList<>(webhooks);
        next.removeIf(old ->
                old.repository().equals(added.repository()) && old.target().equals(added.target()));
        next.add(added);
        return new WebhookStore(next);
    }

    WebhookStore without(String repository) {
        return new WebhookStore(webhooks.stream()
                .filter(webhook -> !webhook.repository().equals(repository))
                .toList());
    }

    void save(Path root) {
        Path temporary = root.resolve("webhooks.json.new");
        try {
            JSON.writeValue(temporary.toFile(), webhooks);
            Files.move(temporary, file(root), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("could not write the webhooks of the git host", e);
        }
    }

    private static Path file(Path root) {
        return root.resolve("webhooks.json");
    }
}
