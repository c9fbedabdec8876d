package dev.millrace.bench.commit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** 40 services in three environments, each with its kustomization, and one policy for all of them. */
record ManyServices() implements ConfigFiles {
    private static final int SERVICES = 40;
    private static final List<String> ENVIRONMENTS = List.of("dev", "staging", "production");

    @Override
    public String image() {
        return "bench/service-7";
    }

    @Override
    public String path() {
        return path("service-7", "dev");
    }

    @Override
    public String text(String host, String tag) {
        return kustomization(host, "service-7", tag);
    }

    @Override
    public Map<String, String> all(String host) {
        Map<String, String> files = new HashMap<>();
        files.put(".millrace/updates.yaml", """
                environments:
                  dev: {applications: ["dev/shop/{service}"]}
                  staging: {applications: ["staging/shop/{service}"]}
                  production: {applications: ["production/shop/{service}"]}
                policies:
                  - name: "{service}-{environment}"
                    image: %s/bench/{service}
                    paths: ["apps/{service}/overlays/{environment}/**"]
                    environments:
                      dev: {}
                      staging: {after: {environment: dev, healthy: 10m}}
                      production: {after: {environment: staging, healthy: 10m}}
                """.formatted(host));
        for (int i = 0; i < SERVICES; i++) {
            String service = "service-" + i;
            ENVIRONMENTS.forEach(
                    environment -> files.put(path(service, environment), kustomization(host, service, "0")));
        }
        return files;
    }

    private static String path(String service, String environment) {
        return "apps/" + service + "/overlays/" + environment + "/kustomization.yaml";
    }

    private static String kustomization(String host, String service, String tag) {
        return "resources: [../../base]\nimages:\n  - name: " + host + "/bench/" + service + "\n    newTag: \"" + tag
                + "\"\n";
    }
}
