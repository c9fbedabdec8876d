package dev.millrace.bench.setup;

import java.util.HashMap;
import java.util.Map;

/** A configuration repository of many small applications: four files each. */
public final class Fleet {
    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: app-%1$d
            spec:
              replicas: %2$d
              selector:
                matchLabels: {app: app-%1$d}
              template:
                metadata:
                  labels: {app: app-%1$d}
                spec:
                  containers:
                    - name: app
                      image: registry.example/fleet/app-%1$d:1.0.0
                      ports: [{containerPort: 8080}]
            """;
    private static final String SERVICE = """
            apiVersion: v1
            kind: Service
            metadata:
              name: app-%1$d
            spec:
              selector: {app: app-%1$d}
              ports: [{port: 80, targetPort: 8080}]
            """;
    private static final String CONFIG = """
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: app-%1$d
            data:
              greeting: hello %1$d
            """;
    private static final String ACCOUNT = """
            apiVersion: v1
            kind: ServiceAccount
            metadata:
              name: app-%1$d
            """;
    private static final String KUSTOMIZATION = "resources:\n  - deployment.yaml\n  - service.yaml\n  - config.yaml\n";

    private Fleet() {}

    /** Four plain manifests each, with one replica. */
    public static Map<String, String> plain(int applications) {
        Map<String, String> files = kustomized(applications);
        for (int i = 0; i < applications; i++) {
            String directory = "fleet/app-" + i + "/";
            files.remove(directory + "kustomization.yaml");
            files.put(directory + "account.yaml", ACCOUNT.formatted(i));
        }
        return files;
    }

    /** Two plain manifests each: a ConfigMap, and a Deployment without replicas. */
    public static Map<String, String> pairs(int applications) {
        Map<String, String> files = new HashMap<>();
        for (int i = 0; i < applications; i++) {
            files.put("fleet/app-" + i + "/deployment.yaml", deployment(i, 0));
            files.put("fleet/app-" + i + "/config.yaml", CONFIG.formatted(i));
        }
        return files;
    }

    static String deployment(int application, int replicas) {
        return DEPLOYMENT.formatted(application, replicas);
    }

    /** A kustomization of three manifests each, with one replica. */
    public static Map<String, String> kustomized(int applications) {
        Map<String, String> files = new HashMap<>();
        for (int i = 0; i < applications; i++) {
            String directory = "fleet/app-" + i + "/";
            files.put(directory + "deployment.yaml", deployment(i, 1));
            files.put(directory + "service.yaml", SERVICE.formatted(i));
            files.put(directory + "config.yaml", CONFIG.formatted(i));
            files.put(directory + "kustomization.yaml", KUSTOMIZATION);
        }
        return files;
    }
}
