package dev.millrace.testbed.delivery;

import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.cluster.Cluster;
import dev.millrace.testbed.git.GitHost;
import dev.millrace.testbed.kafka.Kafka;
import dev.millrace.testbed.process.JvmState;
import dev.millrace.testbed.registry.ImageRegistry;
import dev.millrace.testbed.services.KustomizeWorkerBinary;
import dev.millrace.testbed.services.ServiceProcess;
import dev.millrace.testbed.services.WorkerBinary;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * All of Millrace on this machine, configured as by an operator: webhooks from the git host to the services, notifications from the
 * registry, and cluster credentials only for the two services in the cluster, each with its role from {@code k8s/}.
 */
public final class LocalDelivery implements AutoCloseable {
    /** The agent's name for the cluster. */
    public static final String CLUSTER = "local";

    /** The namespace of the roles and records of the services. */
    public static final String NAMESPACE = "millrace-system";

    /** The application's repository on the git host. */
    public static final String APP_REPOSITORY = "shop/web";

    /** The configuration's repository on the git host. */
    public static final String CONFIG_REPOSITORY = "shop/config";

    /** The secret with which the Git host signs its webhooks. */
    public static final String WEBHOOK_SECRET = "local-webhook-secret";

    private static final String REGISTRY_SECRET = "Bearer local-registry-secret";

    private final Testbed testbed = Testbed.shared();
    private final ServiceProcess builder;
    private final ServiceProcess updater;
    private final ServiceProcess agent;
    private final ServiceProcess detector;

    private LocalDelivery() {
        builder = service("image-builder-svc").withWebhooks();
        updater = service("manifest-updater-svc").withWebhooks();
        agent = service("sync-agent-svc");
        detector = service("drift-detector-svc");
    }

    /** Starts the parts in parallel and prepares the services. */
    public static LocalDelivery prepare() {
        Testbed testbed = Testbed.shared();
        inParallel(testbed::kafka, testbed::gitHost, testbed::registry, testbed::cluster);
        LocalDelivery delivery = new LocalDelivery();
        delivery.wireGit();
        delivery.wireRegistry();
        delivery.wireCluster();
        return delivery;
    }

    /** Starts the services in parallel and returns when all are ready. */
    public void startServices() {
        services().forEach(ServiceProcess::launch);
        services().forEach(ServiceProcess::awaitReady);
    }

    private static void inParallel(Runnable... work) {
        CompletableFuture<?>[] all =
                Stream.of(work).map(CompletableFuture::runAsync).toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(all).join();
    }

    private ServiceProcess service(String module) {
        return service(module, module);
    }

    private ServiceProcess service(String module, String name) {
        return ServiceProcess.of(module, name)
                .with("kafka.bootstrap.servers", testbed.kafka().bootstrapServers())
                .with("local.parent-pid", Long.toString(ProcessHandle.current().pid()));
    }

    private void wireGit() {
        GitHost git = testbed.gitHost();
        URI app = git.createRepository(APP_REPOSITORY);
        URI config = git.createRepository(CONFIG_REPOSITORY);
        git.webhook(APP_REPOSITORY, builder.webhooks().resolve("git"), WEBHOOK_SECRET);
        git.webhook(CONFIG_REPOSITORY, updater.webhooks().resolve("git"), WEBHOOK_SECRET);
        builder.with("millrace.builder.repositories.web.url", app.toString())
                .with("millrace.builder.repositories.web.username", git.user())
                .with("millrace.builder.repositories.web.password", git.password())
                .with(
                        "millrace.builder.repositories.web.images",
                        testbed.registry().host() + "/**")
                .with("millrace.builder.webhook.secrets", WEBHOOK_SECRET)
                .with("millrace.builder.work-directory", workDirectory("image-builder"));
        BuildkitPrograms.configuration().forEach(builder::with);
        updater.with("millrace.updater.repositories.config.url", config.toString())
                .with("millrace.updater.repositories.config.branch", "main")
                .with("millrace.updater.repositories.config.username", git.user())
                .with("millrace.updater.repositories.config.password", git.password())
                .with("millrace.updater.webhook.secrets", WEBHOOK_SECRET)
                .with("millrace.updater.work-directory", workDirectory("manifest-updater"));
    }

    private void wireRegistry() {
        ImageRegistry registry = testbed.registry();
        registry.notify(builder.webhooks().resolve("registry/distribution"), REGISTRY_SECRET);
        builder.with("millrace.builder.registry-webhook.authorization", REGISTRY_SECRET)
                .with("millrace.builder.registries.local.host", registry.host())
                .with("millrace.builder.registries.local.insecure", "true");
        updater.with("millrace.updater.registries.local.host", registry.host())
                .with("millrace.updater.registries.local.insecure", "true");
    }

    private void wireCluster() {
        RoleInstaller.install(testbed.cluster());
        wire(agent, "sync-agent");
        detector.with("millrace.drift.namespace", NAMESPACE)
                .withEnvironment("KUBECONFIG", kubeconfig("drift-detector"));
    }

    private void wire(ServiceProcess process, String workDirectory) {
        process.with("millrace.sync.cluster-name", CLUSTER)
                .with("millrace.sync.namespace", NAMESPACE)
                .with("millrace.sync.work-directory", workDirectory(workDirectory))
                .with(
                        "millrace.sync.kustomize-worker",
                        KustomizeWorkerBinary.path().toString())
                .with(
                        "millrace.sync.helm-worker",
                        WorkerBinary.path("helm-worker").toString())
                .withEnvironment("KUBECONFIG", kubeconfig("sync-agent"));
    }

    /** Returns a second agent for the same cluster. The caller starts and stops it. */
    public ServiceProcess secondAgent() {
        ServiceProcess second = service("sync-agent-svc", "sync-agent-svc-second");
        wire(second, "sync-agent-second");
        return second;
    }

    private String kubeconfig(String serviceAccount) {
        return testbed.cluster().kubeconfigFor(NAMESPACE, serviceAccount).toString();
    }

    private static String workDirectory(String service) {
        return JvmState.directory("work").resolve(service).toString();
    }

    /**
     * Installs the shop in an environment: its namespace, the credentials of the configuration repository, and the Application.
     *
     * @param heal true if drift is healed there
     */
    public void openShop(String environment, boolean heal) {
        String namespace = "shop-" + environment;
        cluster().kubectl("create", "namespace", namespace);
        cluster()
                .kubectl(
                        "create",
                        "secret",
                        "generic",
                        "config-repository",
                        "-n",
                        namespace,
                        "--from-literal=username=" + gitHost().user(),
                        "--from-literal=password=" + gitHost().password());
        String url = gitHost().url(CONFIG_REPOSITORY).toString();
        cluster().apply(namespace, Shop.application(environment, url, heal));
    }

    public Kafka kafka() {
        return testbed.kafka();
    }

    public GitHost gitHost() {
        return testbed.gitHost();
    }

    public ImageRegistry registry() {
        return testbed.registry();
    }

    public Cluster cluster() {
        return testbed.cluster();
    }

    public ServiceProcess builder() {
        return builder;
    }

    public ServiceProcess updater() {
        return updater;
    }

    public ServiceProcess agent() {
        return agent;
    }

    public ServiceProcess detector() {
        return detector;
    }

    /** The services in the order of the data flow. */
    public List<ServiceProcess> services() {
        return List.of(builder, updater, agent, detector);
    }

    /** Stops the services; the parts end with the JVM. */
    @Override
    public void close() {
        List<CompletableFuture<Void>> stops = services().stream()
                .map(s -> CompletableFuture.runAsync(s::stop))
                .toList();
        CompletableFuture.allOf(stops.toArray(CompletableFuture[]::new)).join();
    }
}
