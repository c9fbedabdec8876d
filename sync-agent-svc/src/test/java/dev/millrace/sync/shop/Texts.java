package dev.millrace.sync.shop;

import java.util.Map;
import java.util.stream.Collectors;

/** Manifests and templates. */
final class Texts {
    static final String SETTINGS_TEMPLATE = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings, labels: {environment: {{ .Values.environment }}}}
            data: {colour: {{ .Values.colour }}, environment: {{ .Values.environment }}}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: credentials, labels: {environment: {{ .Values.environment }}}}
            stringData: {password: {{ required "a password" .Values.password }}}
            {{- if .Values.banner }}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: banner, labels: {environment: {{ .Values.environment }}}}
            data: {text: Sale}
            {{- end }}
            """;

    private Texts() {}

    static String deployment(String service, String tag, int replicas, String labels) {
        return """
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %1$s, labels: %4$s}
                spec:
                  replicas: %3$d
                  selector: {matchLabels: {app: %1$s}}
                  template:
                    metadata: {labels: {app: %1$s}}
                    spec:
                      containers:
                      - name: main
                        image: shop/%1$s:%2$s
                        envFrom: [{configMapRef: {name: settings}}, {secretRef: {name: credentials}}]
                """.formatted(service, tag, replicas, labels);
    }

    static String service(String service, String labels) {
        return """
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: %1$s, labels: %2$s}
                spec: {selector: {app: %1$s}, ports: [{port: %3$d}]}
                """.formatted(service, labels, Shop.PORT);
    }

    static String route(String group, String service, String host, String labels) {
        return """
                ---
                apiVersion: %s/v1
                kind: IngressRoute
                metadata: {name: %s, labels: %s}
                spec: {host: %s, service: %s}
                """.formatted(group, service, labels, host, service);
    }

    static String settings(String colour, String environment, String labels) {
        return """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: settings, labels: %s}
                data: {colour: %s, environment: %s}
                """.formatted(labels, colour, environment);
    }

    static String credentials(String password, String labels) {
        return """
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: credentials, labels: %s}
                stringData: {password: %s}
                """.formatted(labels, password);
    }

    static String banner(String labels) {
        return """
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: banner, labels: %s}
                data: {text: Sale}
                """.formatted(labels);
    }

    static String overlay(Shop shop, String environment) {
        String images = Shop.SERVICES.stream()
                .map(service ->
                        "- {name: shop/" + service + ", newTag: '" + shop.tags().get(service) + "'}\n")
                .collect(Collectors.joining());
        String replicas = Shop.SERVICES.stream()
                .map(service -> "- {name: " + service + ", count: " + shop.replicasIn(environment) + "}\n")
                .collect(Collectors.joining());
        String hosts = shop.routed().stream()
                .map(service -> "- {target: {kind: IngressRoute, name: " + service
                        + "}, patch: '[{\"op\": \"replace\", \"path\": \"/spec/host\", \"value\": \""
                        + Shop.hostOf(service, environment) + "\"}]'}\n")
                .collect(Collectors.joining());
        return """
                resources: [../../base]
                labels: [{pairs: {environment: %1$s}}]
                generatorOptions: {disableNameSuffixHash: true}
                configMapGenerator: [{name: settings, literals: [colour=%2$s, environment=%1$s]}]
                secretGenerator: [{name: credentials, literals: [password=%3$s]}]
                """.formatted(environment, shop.colour(), Shop.PASSWORD) + "images:\n" + images + "replicas:\n"
                + replicas + "patches:\n" + hosts;
    }

    static String values(Shop shop, String environment) {
        String tags = Shop.SERVICES.stream()
                .map(service -> service + ": '" + shop.tags().get(service) + "'")
                .collect(Collectors.joining(", "));
        return """
                environment: %s
                tags: {%s}
                replicas: %d
                colour: %s
                routed: [%s]
                banner: %b
                """.formatted(
                        environment,
                        tags,
                        shop.replicasIn(environment),
                        shop.colour(),
                        String.join(", ", shop.routed()),
                        shop.banner());
    }

    static String template(String group) {
        String labels = "{environment: {{ $.Values.environment }}}";
        return "{{- range $name, $tag := .Values.tags }}\n"
                + service("{{ $name }}", labels)
                + deployment("{{ $name }}", "{{ $tag }}", -1, labels)
                        .replace("replicas: -1", "replicas: {{ $.Values.replicas }}")
                + "{{- if has $name $.Values.routed }}\n"
                + route(group, "{{ $name }}", "{{ $name }}.{{ $.Values.environment }}.example.org", labels)
                + "{{- end }}\n{{- end }}\n";
    }

    /** The chart of an operator, with the definition of its kind in crds/ and a vendored part. */
    static Map<String, String> operator(String group) {
        return Map.of(
                "operator/Chart.yaml",
                        "{apiVersion: v2, name: operator, version: 3.1.4, dependencies: [{name: metrics, version: 0.1.0}]}\n",
                "operator/values.yaml", "{image: operator/routes:3.1.4, metrics: {enabled: true}}\n",
                "operator/crds/routes.yaml", definition(group),
                "operator/templates/NOTES.txt", "{{ .Release.Name }} is there.\n",
                "operator/templates/operator.yaml", """
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: {{ .Release.Name }}-operator}
                        spec:
                          selector: {matchLabels: {app: operator}}
                          template:
                            metadata: {labels: {app: operator}}
                            spec: {containers: [{name: main, image: {{ .Values.image }}}]}
                        """,
                "operator/templates/hook.yaml", """
                        apiVersion: batch/v1
                        kind: Job
                        metadata: {name: migrate, annotations: {helm.sh/hook: pre-install}}
                        """,
                "operator/charts/metrics/Chart.yaml", "{apiVersion: v2, name: metrics, version: 0.1.0}\n",
                "operator/charts/metrics/templates/metrics.yaml", """
                        apiVersion: v1
                        kind: ConfigMap
                        metadata: {name: metrics}
                        data: {enabled: {{ .Values.enabled | quote }}}
                        """);
    }

    private static String definition(String group) {
        return """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: ingressroutes.%1$s}
                spec:
                  group: %1$s
                  scope: Namespaced
                  names: {plural: ingressroutes, singular: ingressroute, kind: IngressRoute}
                  versions:
                  - name: v1
                    served: true
                    storage: true
                    schema:
                      openAPIV3Schema:
                        type: object
                        properties:
                          spec: {type: object, properties: {host: {type: string}, service: {type: string}}}
                """.formatted(group);
    }
}
