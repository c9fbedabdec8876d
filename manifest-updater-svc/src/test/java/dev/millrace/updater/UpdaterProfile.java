package dev.millrace.updater;

import dev.millrace.testbed.TestbedResource;
import dev.millrace.testbed.process.JvmState;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The service with the real parts, for all its integration tests: one start. Each test has its own repository and images. */
public class UpdaterProfile implements QuarkusTestProfile {
    static final String API_TOKEN = "a-token-for-people";
    static final String WEBHOOK_SECRET = "a-secret-for-webhooks";
    /** A registry that no test asks; its images are those of {@link Delivery#built}. */
    static final String UNCONFIRMED_REGISTRY = "reg.example";

    static final List<String> REPOSITORIES = List.of(
            "plain",
            "many",
            "late",
            "conflict",
            "revert",
            "broken",
            "human",
            "polled",
            "replay",
            "unreadable",
            "ours",
            "dlq",
            "looked",
            "present",
            "asked",
            "proved",
            "promoted",
            "approved",
            "rolled-back",
            "held",
            "signed",
            "reported",
            "anchored",
            "links",
            "released",
            "unwanted",
            "suspended",
            "again",
            "refused",
            "forged",
            "bound",
            "sources",
            "copied",
            "clock",
            "endless",
            "slow-tags",
            "fleet",
            "sets",
            "kafka");

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> config = new HashMap<>();
        for (String name : REPOSITORIES) {
            String prefix = "millrace.updater.repositories." + name + ".";
            config.put(prefix + "url", "${testbed.git.url}/config/" + name + ".git");
            config.put(prefix + "username", "${testbed.git.user}");
            config.put(prefix + "password", "${testbed.git.password}");
        }
        // It never answers and must not delay the others.
        config.put("millrace.updater.repositories.away.url", "${testbed.git.url}/config/away.git");
        // It has no branch for as long as the tests run.
        config.put("millrace.updater.repositories.branchless.url", "${testbed.git.url}/config/branchless.git");
        config.put("millrace.updater.repositories.branchless.username", "${testbed.git.user}");
        config.put("millrace.updater.repositories.branchless.password", "${testbed.git.password}");
        config.put("millrace.updater.webhook.secrets", WEBHOOK_SECRET);
        config.put("millrace.updater.webhook.body-megabytes", "2");
        config.put("millrace.updater.api.token", API_TOKEN);
        config.put("millrace.updater.registries.testbed.host", "${testbed.registry.host}");
        config.put("millrace.updater.registries.testbed.insecure", "true");
        config.put("millrace.updater.unconfirmed-registries", UNCONFIRMED_REGISTRY);
        config.put(
                "millrace.updater.work-directory", JvmState.directory("updater").toString());
        config.put("millrace.updater.poll", "PT1H");
        config.put(
                "millrace.updater.signing.key-file",
                GpgKey.ofService().resolve("gpg").toString());
        config.put("millrace.updater.signing.format", "gpg");
        config.put("millrace.updater.signing.passphrase", GpgKey.PASSPHRASE);
        // Updates for the unreachable repository stay pending: a replay of everything must not wait for it.
        return config;
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(
                new TestResourceEntry(TestbedResource.class, Map.of("parts", "KAFKA,GIT,REGISTRY")),
                new TestResourceEntry(ReviewedResource.class));
    }
}
