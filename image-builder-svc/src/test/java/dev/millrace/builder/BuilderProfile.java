package dev.millrace.builder;

import dev.millrace.testbed.TestbedResource;
import dev.millrace.testbed.delivery.BuildkitPrograms;
import dev.millrace.testbed.process.JvmState;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Starts the service once on the real parts for all integration tests. Each test uses its own repositories. */
public class BuilderProfile implements QuarkusTestProfile {
    static final String WEBHOOK_SECRET = "a-secret-for-webhooks";
    static final String REGISTRY_AUTHORIZATION = "Bearer a-token-for-notifications";
    static final String QUAY_SECRET = "a-secret-for-quay";
    /** The name of the registry behind a proxy. */
    static final String PROXY = "proxy.example";

    static final List<String> REPOSITORIES = List.of(
            "web",
            "twice",
            "untested",
            "broken",
            "unconfigured",
            "hanging",
            "newer",
            "ours",
            "polled",
            "pair",
            "halves",
            "outage",
            "stored",
            "onboarded",
            "mixed",
            "rewound",
            "form",
            "commands",
            "shell",
            "reports",
            "unreported",
            "limited",
            "unproven",
            "foreign");

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> config = new HashMap<>(BuildkitPrograms.configuration());
        for (String name : REPOSITORIES) {
            String prefix = "millrace.builder.repositories." + name + ".";
            config.put(prefix + "url", "${testbed.git.url}/shop/" + name + ".git");
            config.put(prefix + "refs", "refs/heads/*,refs/tags/v*,refs/tags/[0-9]*");
            config.put(prefix + "username", "${testbed.git.user}");
            config.put(prefix + "password", "${testbed.git.password}");
            config.put(prefix + "images", "${testbed.registry.host}/**");
        }
        config.put("millrace.builder.registries.local.host", "${testbed.registry.host}");
        config.put("millrace.builder.registries.local.insecure", "true");
        config.put("millrace.builder.webhook.secrets", WEBHOOK_SECRET);
        config.put("millrace.builder.registries.local.aliases", PROXY);
        config.put("millrace.builder.registry-webhook.authorization", REGISTRY_AUTHORIZATION);
        config.put("millrace.builder.registry-webhook.quay.secret", QUAY_SECRET);
        config.put(
                "millrace.builder.work-directory", JvmState.directory("builder").toString());
        config.put("millrace.builder.poll", "PT1H");
        config.put("millrace.builder.build.timeout", "PT20S");
        return config;
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(TestbedResource.class, Map.of("parts", "KAFKA,GIT,REGISTRY")));
    }
}
