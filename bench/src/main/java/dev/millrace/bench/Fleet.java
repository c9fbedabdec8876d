package dev.millrace.bench;

import java.util.HashMap;
import java.util.Map;

/** A configuration repository of many small applications: four files each. */
final class Fleet {
    private Fleet() {}

    static Map<String, String> files(int applications) {
        Map<String, String> files = new HashMap<>();
        for (int i = 0; i < applications; i++) {
            String directory = "fleet/app-" + i + "/";
            files.put(directory + "deployment.yaml", """
                    apiVersion: apps/v1
                    kind: Deployment
                    metadata:
                      name: app-%1$d
                    spec:
                      replicas: 1
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
                    """.formatted(i));
            files.put(directory + "service.yaml", """
                    apiVersion: v1
                    kind: Service
                    metadata:
                      name: app-%1$d
                    spec:
                      selector: {app: app-%1$d}
                      ports: [{port: 80, targetPort: 8080}]
                    """.formatted(i));
            files.put(directory + "config.yaml", """
                    apiVersion: v1
                    kind: ConfigMap
                    metadata:
                      name: app-%1$d
                    data:
                      greeting: hello %1$d
                    """.formatted(i));
            files.put(
                    directory + "kustomization.yaml",
                    "resources:\n  - deployment.yaml\n  - service.yaml\n  - config.yaml\n");
        }
        return files;
    }
}
