package dev.millrace.acceptance;

import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.delivery.LocalDelivery;
import dev.millrace.testbed.git.GitWorkspace;
import dev.millrace.testbed.services.ServiceProcess;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Five services of one repository, built together, with their versions in a configuration repository: a value file for each service and
 * environment, ten versions in all.
 */
final class Suite {
    static final String APP_REPOSITORY = "suite/app";
    static final List<String> SERVICES = List.of("basket", "catalogue", "orders", "payment", "stock");
    static final String CONFIGURATION = "suite/config";
    static final String REVIEWED_CONFIGURATION = "suite/reviewed";
    static final List<String> ENVIRONMENTS = List.of("staging", "production");

    private final GitWorkspace workspace;
    private final String registry;
    private final String configuration;

    /**
     * @param registry host and port
     * @param configuration the configuration repository, such as {@code suite/config}
     */
    Suite(GitWorkspace workspace, String registry, String configuration) {
        this.workspace = workspace;
        this.registry = registry;
        this.configuration = configuration;
    }

    /** Configures the builder to build the services from branches and tags. Called once, before the services start. */
    static void wireApplication(LocalDelivery delivery) {
        URI app = delivery.gitHost().createRepository(APP_REPOSITORY);
        ServiceProcess builder = delivery.builder();
        delivery.gitHost().webhook(APP_REPOSITORY, builder.webhooks().resolve("git"), LocalDelivery.WEBHOOK_SECRET);
        builder.with("millrace.builder.repositories.suite.url", app.toString())
                .with("millrace.builder.repositories.suite.refs", "refs/heads/main,refs/tags/*")
                .with(
                        "millrace.builder.repositories.suite.images",
                        delivery.registry().host() + "/**")
                .with(
                        "millrace.builder.repositories.suite.username",
                        delivery.gitHost().user())
                .with(
                        "millrace.builder.repositories.suite.password",
                        delivery.gitHost().password());
    }

    /** Configures the updater for a configuration of the services. */
    static String wireConfiguration(LocalDelivery delivery, String repository) {
        URI config = delivery.gitHost().createRepository(repository);
        ServiceProcess updater = delivery.updater();
        delivery.gitHost().webhook(repository, updater.webhooks().resolve("git"), LocalDelivery.WEBHOOK_SECRET);
        String prefix = "millrace.updater.repositories." + repository.replace('/', '-') + ".";
        updater.with(prefix + "url", config.toString())
                .with(prefix + "username", delivery.gitHost().user())
                .with(prefix + "password", delivery.gitHost().password());
        return prefix;
    }

    /** Configures the updater for a configuration whose changes are delivered by request. */
    static void wireReviewedConfiguration(LocalDelivery delivery, PullRequests requests) {
        String prefix = wireConfiguration(delivery, REVIEWED_CONFIGURATION) + "review.";
        delivery.updater()
                .with(prefix + "kind", "github")
                .with(prefix + "url", requests.url().toString())
                .with(prefix + "token", PullRequests.TOKEN);
    }

    /** Pushes all five services. */
    CommitId pushApplication(String greeting) {
        Map<String, String> files = new TreeMap<>();
        StringBuilder images = new StringBuilder("tag: describe\nimages:\n");
        for (String service : SERVICES) {
            files.put(service + "/page", greeting + " from " + service + "\n");
            files.put(service + "/Dockerfile", "FROM scratch\nCOPY page /page\n");
            images.append("  - {name: \"%s/suite/%s\", context: %s}\n".formatted(registry, service, service));
        }
        files.put(".millrace/build.yaml", images.toString());
        return workspace.push(APP_REPOSITORY, "main", files, greeting);
    }

    CommitId tagApplication(String tag) {
        return workspace.tag(APP_REPOSITORY, "main", tag);
    }

    CommitId tip(String branch) {
        return workspace.tip(configuration, branch).orElseThrow();
    }

    /** Moves the branch to the tip of another one, as a fast-forward merge does. */
    CommitId fastForward(String branch, String head) {
        CommitId tip = tip(head);
        workspace.forcePush(configuration, branch, tip);
        return tip;
    }

    /**
     * @param delivery the delivery section of {@code updates.yaml}; empty for the defaults
     * @param group a further line of each policy, such as its group
     */
    CommitId pushConfiguration(String delivery, String group) {
        Map<String, String> files = new TreeMap<>();
        StringBuilder policies = new StringBuilder(delivery + "policies:\n");
        for (String service : SERVICES) {
            for (String environment : ENVIRONMENTS) {
                boolean staging = environment.equals("staging");
                policies.append("""
                          - name: %1$s-%2$s
                            image: %3$s/suite/%1$s
                            environment: %2$s
                            %4$s
                            %6$s
                            comment: %5$s_IMAGE_TAG
                            paths: [%1$s/values-%2$s.yaml]
                        """.formatted(
                                service,
                                environment,
                                registry,
                                staging ? "branches: [main]" : "releases: only",
                                staging ? "STAGING" : "PRODUCTION",
                                group));
                files.put(service + "/values-" + environment + ".yaml", values(service, environment, "1.0.0"));
            }
        }
        files.put(".millrace/updates.yaml", policies.toString());
        return workspace.push(configuration, "main", files, "Set up the five services");
    }

    /** A manually written value file, with formatting that an edit must preserve. */
    static String values(String service, String environment, String version) {
        return """
                # %1$s in %2$s

                replicas:   2
                image:
                  version: %3$s # %4$s_IMAGE_TAG
                limits: {cpu: 100m,   memory: "64Mi"}""".formatted(service, environment, version, environment.toUpperCase(java.util.Locale.ROOT));
    }

    /** Returns true if all five files of an environment on a branch have this version and are otherwise unchanged. */
    boolean hasVersion(String branch, String environment, String version) {
        return SERVICES.stream().allMatch(service -> workspace
                .read(configuration, branch, service + "/values-" + environment + ".yaml")
                .equals(java.util.Optional.of(values(service, environment, version))));
    }
}
