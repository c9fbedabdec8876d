package dev.millrace.acceptance;

import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.delivery.BaseImage;
import dev.millrace.testbed.delivery.LocalDelivery;
import dev.millrace.testbed.git.PushedCommit;
import dev.millrace.testbed.process.JvmState;
import dev.millrace.testbed.services.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Five services of one product, built from one repository, whose configuration is in the same repository or in another one. Each service has an
 * Application.
 */
final class Monorepo {
    static final List<String> SERVICES =
            List.of("api-golang", "api-node", "client-react", "load-generator-python", "migrations");
    static final String BRANCH = "main";

    /** The base images that the Dockerfiles name, as a mirror has them. */
    private static final List<String> BASES = List.of(
            "library/golang:1.25-alpine",
            "library/node:22-alpine",
            "library/python:3.13-slim",
            "nginxinc/nginx-unprivileged:1.29-alpine",
            "migrate/migrate:v4.19.0",
            "distroless/static-debian12:nonroot");

    /** The repositories of the code and of the configuration. */
    enum Layout {
        ONE_REPOSITORY("mono-one", "mono-one/all", "mono-one/all"),
        TWO_REPOSITORIES("mono-two", "mono-two/app", "mono-two/config");

        final String prefix;
        final String application;
        final String configuration;

        Layout(String prefix, String application, String configuration) {
            this.prefix = prefix;
            this.application = application;
            this.configuration = configuration;
        }
    }

    private final OpenShop shop;
    private final Layout layout;

    Monorepo(OpenShop shop, Layout layout) {
        this.shop = shop;
        this.layout = layout;
    }

    /** Configures the builder and the updater for both layouts. Called once, before the services start. */
    static void wire(LocalDelivery delivery) {
        String mirror = delivery.registry().host();
        for (String host : List.of("docker.io", "gcr.io")) {
            String prefix = "millrace.builder.registries.mirrored-" + host.replace('.', '-') + ".";
            delivery.builder().with(prefix + "host", host).with(prefix + "mirrors", mirror);
        }
        for (Layout layout : Layout.values()) {
            wire(delivery, delivery.builder(), layout.application, "millrace.builder.repositories." + layout.prefix);
            wire(delivery, delivery.updater(), layout.configuration, "millrace.updater.repositories." + layout.prefix);
            delivery.builder()
                    .with(
                            "millrace.builder.repositories." + layout.prefix + ".images",
                            mirror + "/" + layout.prefix + "/*");
        }
    }

    private static void wire(LocalDelivery delivery, ServiceProcess service, String repository, String prefix) {
        var host = delivery.gitHost();
        URI url = host.hasRepository(repository) ? host.url(repository) : host.createRepository(repository);
        host.webhook(repository, service.webhooks().resolve("git"), LocalDelivery.WEBHOOK_SECRET);
        service.with(prefix + ".url", url.toString())
                .with(prefix + ".username", host.user())
                .with(prefix + ".password", host.password());
    }

    /** Pushes all files and installs the Applications. Returns the first commit of the code. */
    CommitId install() {
        pushBases();
        Map<String, String> files = files("app");
        if (layout.application.equals(layout.configuration)) {
            files.putAll(files("config"));
        } else {
            shop.workspace.push(layout.configuration, BRANCH, files("config"), "Configure the services");
        }
        shop.delivery.cluster().kubectl("create", "namespace", layout.prefix);
        CommitId first = shop.workspace.push(layout.application, BRANCH, files, "Add the services");
        shop.delivery.cluster().apply(layout.prefix, applications());
        return first;
    }

    private void pushBases() {
        try {
            BaseImage.pushAs(
                    shop.base(),
                    resources("base"),
                    JvmState.directory("base-image"),
                    BASES.stream().map(base -> shop.registry() + "/" + base).toList());
        } catch (IOException e) {
            throw new UncheckedIOException("building the base images of the services", e);
        }
    }

    /** The files below a folder of the resources, by path, with the names of this layout. */
    private Map<String, String> files(String folder) {
        Path root = resources(folder);
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file).replace("IMAGES", images()).replace("PREFIX", layout.prefix);
                files.put(root.relativize(file).toString(), text);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading the files of the services", e);
        }
        return files;
    }

    private static Path resources(String folder) {
        try {
            return Path.of(Monorepo.class.getResource("/monorepo/" + folder).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private String applications() {
        var host = shop.delivery.gitHost();
        StringBuilder all = new StringBuilder("""
                apiVersion: v1
                kind: Secret
                metadata: {name: git}
                stringData: {username: '%s', password: '%s'}
                """.formatted(host.user(), host.password()));
        SERVICES.forEach(
                service -> all.append("""
                ---
                apiVersion: millrace.dev/v1alpha1
                kind: Application
                metadata: {name: %1$s}
                spec:
                  source:
                    repository: %2$s
                    branch: %3$s
                    path: deploy/staging/%1$s
                    secretRef: {name: git}
                  destination: {namespace: %4$s}
                """.formatted(service, host.url(layout.configuration), BRANCH, layout.prefix)));
        return all.toString();
    }

    /** Pushes changed files of the code as a developer, on top of what is there. */
    CommitId push(String message, Map<String, String> files) {
        return shop.workspace.push(layout.application, BRANCH, files, message);
    }

    /** Adds a line to files of the code and pushes them. */
    CommitId append(String line, String... paths) {
        Map<String, String> files = new HashMap<>();
        for (String path : paths) {
            files.put(path, read(path) + line + "\n");
        }
        return push(line, files);
    }

    String read(String path) {
        return shop.workspace.read(layout.application, BRANCH, path).orElseThrow();
    }

    /** Tags the tip of the code's branch. */
    void tag(String tag) {
        shop.workspace.tag(layout.application, BRANCH, tag);
    }

    CommitId configurationTip() {
        return shop.workspace.tip(layout.configuration, BRANCH).orElseThrow();
    }

    boolean isOneRepository() {
        return layout == Layout.ONE_REPOSITORY;
    }

    boolean isConfiguration(String repository) {
        return repository.endsWith("/" + layout.configuration);
    }

    /** Returns true if a commit of the code lies directly on another one. */
    boolean isParent(CommitId parent, CommitId child) {
        List<CommitId> history = shop.workspace.log(layout.application, BRANCH).stream()
                .map(PushedCommit::id)
                .toList();
        int index = history.indexOf(child);
        return history.indexOf(parent) == index + 1;
    }

    /** The registry and the folder of the images. */
    String images() {
        return shop.registry() + "/" + layout.prefix;
    }

    String image(String service) {
        return images() + "/" + service;
    }

    String application(String service) {
        return LocalDelivery.CLUSTER + "/" + layout.prefix + "/" + service;
    }

    String namespace() {
        return layout.prefix;
    }

    /** The messages of the commits in the configuration repository that Millrace made. */
    List<String> ownCommits() {
        return shop.workspace.log(layout.configuration, BRANCH).stream()
                .map(PushedCommit::message)
                .filter(message -> message.contains("Millrace-Event:"))
                .toList();
    }

    /** The number of commits that Millrace made for a service. */
    long ownCommits(String service) {
        return ownCommits().stream()
                .flatMap(String::lines)
                .filter(line -> line.equals("Millrace-Policy: " + service))
                .count();
    }

    /** Removes what other tests would otherwise find: the Applications, what they manage, and the files that Millrace follows. */
    void remove() {
        var cluster = shop.delivery.cluster();
        cluster.kubectl("delete", "applications.millrace.dev", "--all", "-n", layout.prefix, "--timeout=2m");
        cluster.kubectl("delete", "namespace", layout.prefix, "--wait=false");
        if (!isOneRepository()) {
            shop.workspace.push(
                    layout.configuration, BRANCH, Map.of(), Set.of(".millrace/updates.yaml"), "Remove the policies");
        }
        Set<String> followed = isOneRepository()
                ? Set.of(".millrace/build.yaml", ".millrace/updates.yaml")
                : Set.of(".millrace/build.yaml");
        shop.workspace.push(layout.application, BRANCH, Map.of(), followed, "Remove the services");
    }
}
