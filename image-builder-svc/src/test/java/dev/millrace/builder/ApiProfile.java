package dev.millrace.builder;

import dev.millrace.testbed.TestbedResource;
import dev.millrace.testbed.gitea.GiteaServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** As {@link BuilderProfile}, with commands, one build at a time, and one repository on Gitea whose commits get statuses. */
public class ApiProfile extends BuilderProfile {
    static final String TOKEN = "a-token-for-commands";
    static final String ANNOUNCED = "announced";

    private static final List<String> REPOSITORIES = List.of("again", "slow", "queued", "logged", "questions");

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> config = new HashMap<>(super.getConfigOverrides());
        for (String name : REPOSITORIES) {
            String prefix = "millrace.builder.repositories." + name + ".";
            config.put(prefix + "url", "${testbed.git.url}/shop/" + name + ".git");
            config.put(prefix + "username", "${testbed.git.user}");
            config.put(prefix + "password", "${testbed.git.password}");
            config.put(prefix + "images", "${testbed.registry.host}/**");
        }
        String prefix = "millrace.builder.repositories." + ANNOUNCED + ".";
        config.put(prefix + "url", "${testbed.gitea.url}/" + GiteaServer.USER + "/" + ANNOUNCED + ".git");
        config.put(prefix + "username", GiteaServer.USER);
        config.put(prefix + "password", GiteaServer.PASSWORD);
        config.put(prefix + "images", "${testbed.registry.host}/**");
        config.put(prefix + "status.host", "gitea");
        config.put(prefix + "status.username", GiteaServer.USER);
        config.put(prefix + "status.token", GiteaServer.PASSWORD);
        config.put("millrace.builder.status.log-url", "https://builds.example/{build}");
        config.put("millrace.builder.api.token", TOKEN);
        config.put("millrace.builder.build.parallel", "1");
        config.put("millrace.builder.build.timeout", "PT10M");
        return config;
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(TestbedResource.class, Map.of("parts", "KAFKA,GIT,REGISTRY,GITEA")));
    }
}
