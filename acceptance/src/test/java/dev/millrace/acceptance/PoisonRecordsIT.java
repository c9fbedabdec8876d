package dev.millrace.acceptance;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.events.Topic;
import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.PoisonRecords;
import dev.millrace.testbed.delivery.PublishedEvent;
import dev.millrace.testbed.services.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Unreadable records in every topic, before and after a restart of their readers. */
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.REGISTRY, PartKind.CLUSTER})
class PoisonRecordsIT {
    private final OpenShop shop = OpenShop.shop();
    private final List<ServiceProcess> services =
            List.of(shop.delivery.builder(), shop.delivery.updater(), shop.delivery.agent(), shop.delivery.detector());

    @Test
    void everyReaderSkipsThemAndEachBecomesOneDeadLetter() {
        List<String> poison = new ArrayList<>();
        for (Topic topic : Topic.values()) {
            poison.addAll(PoisonRecords.write(shop.delivery.kafka().bootstrapServers(), topic));
        }

        assertDelivers();
        assertSkipped(shop.delivery.builder(), shop.delivery.updater(), shop.delivery.agent());
        for (ServiceProcess service : services) {
            service.stop();
            service.start(); // followers read the records again from the beginning
        }
        assertDelivers();

        await().atMost(OpenShop.TIMEOUT).until(() -> deadLetters().containsAll(poison));
        poison.forEach(position ->
                assertEquals(1, deadLetters().stream().filter(position::equals).count(), position));
        assertSkipped(shop.delivery.builder(), shop.delivery.updater(), shop.delivery.detector());
        for (ServiceProcess service : services) {
            assertTrue(get(service, "/q/health/live").contains("\"status\": \"UP\""), service.name());
        }
    }

    /** The agent reads what is new, the detector what was there at its start, the others both. */
    private static void assertSkipped(ServiceProcess... readers) {
        for (ServiceProcess reader : readers) {
            await(reader.name()).atMost(OpenShop.TIMEOUT).until(() -> get(reader, "/q/metrics")
                    .contains("millrace_ignored_total{reason=\"unreadable\""));
        }
    }

    private void assertDelivers() {
        PublishedEvent committed = shop.awaitCommitFor(shop.awaitBuilt(shop.pushApplication()));
        shop.awaitStaging(new CommitId(committed.at("/commit")));
    }

    private List<String> deadLetters() {
        return Stream.of(Topic.values())
                .flatMap(topic -> PoisonRecords.positions(topic, shop.tap.events()).stream())
                .toList();
    }

    private static String get(ServiceProcess service, String path) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(service.url().resolve(path)).build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
