package dev.millrace.acceptance;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.events.Topic;
import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.delivery.PublishedEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The way of the five services' images: awaited in the events, the registry, the Git history and the cluster, and counted. */
final class MonorepoDelivery {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MANIFESTS =
            "application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json";

    private final OpenShop shop;
    private final Monorepo monorepo;
    private final SortedSet<String> expected = new TreeSet<>();
    private final Map<String, SortedSet<String>> versions = new HashMap<>();

    MonorepoDelivery(OpenShop shop, Monorepo.Layout layout) {
        this.shop = shop;
        this.monorepo = new Monorepo(shop, layout);
    }

    /** The repositories with the services. */
    Monorepo monorepo() {
        return monorepo;
    }

    /** Awaits the services of a commit of the branch in the cluster, and expects no other service to be built for it. */
    void awaitOnBranch(CommitId commit, Collection<String> services) {
        awaitDelivered(commit, tag(commit), services);
    }

    /** Awaits the services of a commit in the cluster, with this tag. */
    void awaitDelivered(CommitId commit, String tag, Collection<String> services) {
        services.forEach(service -> awaitDelivered(service, built(commit, tag, service)));
    }

    /** Awaits the images of a commit in the registry, with this tag. */
    void awaitBuilt(CommitId commit, String tag, Collection<String> services) {
        services.forEach(service -> built(commit, tag, service));
    }

    /** Awaits our commit for an image of the branch. */
    void awaitCommitted(CommitId commit, String service) {
        awaitEdit(service, tag(commit));
    }

    private static String tag(CommitId commit) {
        return Monorepo.BRANCH + "-" + commit.shortForm();
    }

    private PublishedEvent built(CommitId commit, String tag, String service) {
        expected.add(build(monorepo.image(service), commit.value(), tag));
        versions.computeIfAbsent(service, any -> new TreeSet<>()).add(tag);
        PublishedEvent built = shop.await(
                Topic.IMAGE_BUILT,
                event -> event.at("/image").equals(monorepo.image(service))
                        && event.at("/tag").equals(tag)
                        && event.at("/source/commit").equals(commit.value()));
        assertEquals(Optional.of(built.at("/digest")), digestInRegistry(service, tag));
        return built;
    }

    private void awaitDelivered(String service, PublishedEvent built) {
        awaitEdit(service, built.at("/tag"));
        Predicate<String> isBuilt = image -> image.equals(built.at("/image") + ":" + built.at("/tag"))
                || (image.startsWith(built.at("/image")) && image.endsWith("@" + built.at("/digest")));
        shop.await(
                Topic.SYNC_COMPLETED,
                event -> event.isAbout(monorepo.application(service))
                        && event.at("/outcome").equals("Succeeded")
                        && strings(event.value().at("/images")).stream().anyMatch(isBuilt));
        await().atMost(OpenShop.TIMEOUT)
                .until(() -> isBuilt.test(workload(service)
                                .at("/spec/template/spec/containers/0/image")
                                .asText())
                        && isReady(service));
    }

    /** Awaits our commit that writes a tag into the manifest of a service. */
    private void awaitEdit(String service, String tag) {
        shop.await(
                Topic.CONFIG_COMMITTED,
                event -> isOurs(event)
                        && edits(event).stream()
                                .anyMatch(edit -> edit.at("/policy").asText().equals(service)
                                        && edit.at("/to").asText().contains(tag)));
    }

    private JsonNode workload(String service) throws IOException {
        String kind = service.equals("migrations")
                ? "/apis/batch/v1/namespaces/%s/jobs/"
                : "/apis/apps/v1/namespaces/%s/deployments/";
        return object(kind.formatted(monorepo.namespace()) + service);
    }

    private boolean isReady(String service) throws IOException {
        JsonNode application =
                object("/apis/millrace.dev/v1alpha1/namespaces/" + monorepo.namespace() + "/applications/" + service);
        return StreamSupport.stream(application.at("/status/conditions").spliterator(), false)
                .anyMatch(condition -> condition.path("type").asText().equals("Ready")
                        && condition.path("status").asText().equals("True"));
    }

    private JsonNode object(String path) throws IOException {
        return JSON.readTree(shop.delivery.cluster().get(path).orElse("{}"));
    }

    private Optional<String> digestInRegistry(String service, String tag) {
        URI manifest = shop.delivery
                .registry()
                .url()
                .resolve("/v2/" + monorepo.namespace() + "/" + service + "/manifests/" + tag);
        HttpRequest request = HttpRequest.newBuilder(manifest)
                .header("Accept", MANIFESTS)
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.discarding())
                    .headers()
                    .firstValue("Docker-Content-Digest");
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + manifest, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** The images and failures that were published for a commit. */
    List<String> resultsOf(CommitId commit) {
        List<String> results = new ArrayList<>();
        shop.tap.events(Topic.IMAGE_BUILT).stream()
                .filter(event -> event.at("/source/commit").equals(commit.value()))
                .forEach(event -> results.add(event.at("/image")));
        shop.tap.events(Topic.BUILD_FAILED).stream()
                .filter(event -> event.at("/commit").equals(commit.value()))
                .forEach(event -> results.add(event.at("/reason")));
        return results;
    }

    /** All builds that were awaited, sorted. */
    List<String> expectedBuilds() {
        return List.copyOf(expected);
    }

    /** All builds that were published, sorted; one that was published twice is listed twice. */
    List<String> builds() {
        return shop.tap.events(Topic.IMAGE_BUILT).stream()
                .filter(event -> event.at("/image").startsWith(monorepo.images() + "/"))
                .map(event -> build(event.at("/image"), event.at("/source/commit"), event.at("/tag")))
                .sorted()
                .toList();
    }

    /** The commits of all failures that were published. */
    List<String> failures() {
        return shop.tap.events(Topic.BUILD_FAILED).stream()
                .filter(event -> event.at("/image").startsWith(monorepo.images() + "/"))
                .map(event -> event.at("/commit"))
                .toList();
    }

    private static String build(String image, String commit, String tag) {
        return image + ":" + tag + " of " + commit;
    }

    /** Our commits in the configuration repository, each once: late webhooks of others name the newest one as well. */
    Collection<PublishedEvent> commits() {
        return shop.tap.events(Topic.CONFIG_COMMITTED).stream()
                .filter(this::isOurs)
                .collect(Collectors.toMap(event -> event.at("/commit"), event -> event, (first, same) -> first))
                .values();
    }

    private boolean isOurs(PublishedEvent event) {
        return monorepo.isConfiguration(event.at("/repository"))
                && event.at("/origin").equals("update");
    }

    /** The versions of a service that were awaited. */
    SortedSet<String> versions(String service) {
        return versions.getOrDefault(service, new TreeSet<>());
    }

    /** The versions that our commits wrote for a service. */
    Set<String> written(String service) {
        return commits().stream()
                .flatMap(commit -> edits(commit).stream())
                .filter(edit -> edit.at("/policy").asText().equals(service))
                .map(edit -> edit.at("/to").asText())
                .filter(value -> !value.startsWith("sha256:"))
                .collect(Collectors.toSet());
    }

    private static List<JsonNode> edits(PublishedEvent commit) {
        return StreamSupport.stream(commit.value().at("/edits").spliterator(), false)
                .toList();
    }

    private static List<String> strings(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** The number of syncs of a service's Application. */
    int syncs(String service) {
        return shop.ids(Topic.SYNC_COMPLETED, event -> event.isAbout(monorepo.application(service)))
                .size();
    }
}
