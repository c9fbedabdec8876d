package dev.millrace.testbed.delivery;

import java.util.Map;
import java.util.TreeMap;

/** A small example shop: the files of its application repository and its configuration repository. */
public final class Shop {
    private Shop() {}

    /** The image's name. */
    public static String image(String registry) {
        return registry + "/shop/web";
    }

    /**
     * The application: a page, and a Dockerfile with stages to build, test and serve it.
     *
     * @param greeting the text of the page
     */
    public static Map<String, String> application(String registry, String base, String greeting) {
        return Map.of("src/greeting.txt", greeting + "\n", "Dockerfile", """
                ARG BASE
                FROM ${BASE} AS build
                COPY src/greeting.txt /src/greeting.txt
                RUN mkdir -p /www && { echo '<!doctype html><title>Shop</title><h1>'; cat /src/greeting.txt; echo '</h1>'; } > /www/index.html

                FROM build AS test
                RUN grep -q '<h1>' /www/index.html && grep -q 'Hello' /www/index.html

                FROM ${BASE} AS final
                COPY --from=build /www /www
                EXPOSE 8080
                CMD ["/bin/busybox", "httpd", "-f", "-p", "8080", "-h", "/www"]
                """, ".millrace/build.yaml", """
                images:
                  - name: %s
                    target: final
                    args: {BASE: "%s"}
                test:
                  stage: test
                """.formatted(
                        image(registry), base));
    }

    /** The configuration: a base, and overlays for staging and production. */
    public static Map<String, String> configuration(String registry) {
        Map<String, String> files = new TreeMap<>();
        files.put(".millrace/updates.yaml", """
                policies:
                  - name: web-staging
                    image: %1$s
                    branches: [main]
                    paths: [apps/staging/**]
                  - name: web-production
                    image: %1$s
                    branches: [release]
                    paths: [apps/production/**]
                """.formatted(image(registry)));
        files.put("apps/base/deployment.yaml", DEPLOYMENT.formatted(image(registry)));
        files.put("apps/base/service.yaml", SERVICE);
        files.put("apps/base/kustomization.yaml", "resources:\n  - deployment.yaml\n  - service.yaml\n");
        files.put("apps/staging/kustomization.yaml", overlay("staging", 2, image(registry)));
        files.put("apps/production/kustomization.yaml", overlay("production", 3, image(registry)));
        return files;
    }

    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: web
            spec:
              replicas: 1
              selector:
                matchLabels: {app: web}
              template:
                metadata:
                  labels: {app: web}
                spec:
                  containers:
                    - name: web
                      image: %s
                      ports:
                        - containerPort: 8080
                      resources:
                        requests: {cpu: 10m, memory: 16Mi}
            """;

    private static final String SERVICE = """
            apiVersion: v1
            kind: Service
            metadata:
              name: web
            spec:
              selector: {app: web}
              ports:
                - port: 80
                  targetPort: 8080
            """;

    private static String overlay(String environment, int replicas, String image) {
        return """
                # The shop in %1$s
                namespace: shop-%1$s
                resources:
                  - ../base
                replicas:
                  - name: web
                    count: %2$d
                images:
                  - name: %3$s
                    newTag: initial
                """.formatted(environment, replicas, image);
    }

    /** The Application resource of an environment. */
    public static String application(String environment, String configUrl, boolean heal) {
        return """
                apiVersion: millrace.dev/v1alpha1
                kind: Application
                metadata:
                  name: web
                  namespace: shop-%1$s
                spec:
                  source:
                    repository: %2$s
                    branch: main
                    path: apps/%1$s
                    secretRef: {name: config-repository}
                  destination: {namespace: shop-%1$s}
                  heal: %3$s
                  poll: 2s
                """.formatted(environment, configUrl, heal);
    }
}
