package dev.millrace.acceptance.attack;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.millrace.acceptance.OpenShop;
import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.git.GitWorkspace;
import dev.millrace.testbed.services.ServiceProcess;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.awaitility.core.ConditionTimeoutException;

/** The owner of a configuration repository: pushes one file of policies after the other, all for the neighbour's image. */
final class PoliciesSender {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String POLICIES = ".millrace/updates.yaml";
    private static final String NONE = "policies: []\n";

    private final ServiceProcess updater;
    private final GitWorkspace workspace;
    private final HttpClient http = HttpClient.newHttpClient();

    /** Makes a file of policies. */
    @FunctionalInterface
    interface Generator {
        byte[] file(Random random);
    }

    PoliciesSender(OpenShop shop) {
        updater = shop.delivery.updater();
        workspace = shop.delivery.gitHost().workspace();
        push(NONE.getBytes(StandardCharsets.UTF_8));
    }

    Answers send(int inputs, Random random, Generator generator) {
        Answers answers = Answers.NONE;
        for (int i = 0; i < inputs; i++) {
            answers = answers.plus(awaitRead(push(generator.file(random))));
        }
        awaitRead(push(NONE.getBytes(StandardCharsets.UTF_8)));
        return answers;
    }

    private CommitId push(byte[] policies) {
        Map<String, byte[]> files = Map.of(
                POLICIES,
                policies,
                "web.yaml",
                "version: 0.0.0 # HOSTILE_TAG\n".getBytes(StandardCharsets.UTF_8),
                "web.txt",
                ("a".repeat(1 << 20) + "\nHOSTILE=" + "a".repeat(60) + "\n").getBytes(StandardCharsets.UTF_8));
        // The updater may push at the same time.
        return await().atMost(LIMIT)
                .pollInSameThread()
                .ignoreExceptionsInstanceOf(IllegalStateException.class)
                .until(
                        () -> workspace.pushAny(
                                OpenShop.OPEN_CONFIGURATION, "main", files, Map.of(), Set.of(), "Be hostile"),
                        pushed -> true);
    }

    private Answers awaitRead(CommitId commit) {
        try {
            JsonNode view = await().atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(300))
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(this::view, shown -> hasRead(shown, commit));
            return problems(view) ? Answers.REFUSED : Answers.ACCEPTED;
        } catch (ConditionTimeoutException e) {
            return Answers.OPEN;
        }
    }

    /** The updater may have committed an image on top of the file. */
    private boolean hasRead(JsonNode view, CommitId commit) {
        String shown = view.path("commit").asText();
        return shown.equals(commit.value())
                || workspace.log(OpenShop.OPEN_CONFIGURATION, "main").stream()
                        .takeWhile(one -> !one.id().equals(commit))
                        .anyMatch(one -> one.id().value().equals(shown));
    }

    private JsonNode view() throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(updater.url().resolve("/policies")).build();
        for (JsonNode one : JSON.readTree(
                http.send(request, HttpResponse.BodyHandlers.ofString()).body())) {
            if (one.path("repository").asText().endsWith("/" + OpenShop.OPEN_CONFIGURATION)) {
                return one;
            }
        }
        return MissingNode.getInstance();
    }

    private static boolean problems(JsonNode view) {
        boolean ofPolicies = false;
        for (JsonNode policy : view.path("policies")) {
            ofPolicies |= !policy.path("error").asText("").isEmpty();
        }
        return ofPolicies
                || !view.path("error").asText("").isEmpty()
                || !view.path("troubles").isEmpty();
    }
}
