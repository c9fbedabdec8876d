package dev.millrace.sync.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.sync.manifest.guard.Templates;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that other tools treat as templates, and manifests that contain templates legitimately. */
class TemplatesTest {
    private static final String GOOD = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: good}\n---\n";
    private static final String DEPLOYMENT = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n";

    static final List<Arguments> STATEMENTS = List.of(
            row("name: {{ name }}", "apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ name }}\n", 8),
            row("replicas", DEPLOYMENT + "spec:\n  replicas: {{ replicas }}\n", 9),
            row("a value and more", DEPLOYMENT + "spec:\n  replicas: {{ replicas }}0\n", 9),
            row("if", "{% if production %}\n" + DEPLOYMENT + "{% endif %}\n", 5),
            row("if alone", "{% if production %}\n---\n" + DEPLOYMENT + "---\n{% endif %}\n", 5),
            row("for", "{% for n in names %}\n---\n" + DEPLOYMENT + "{% endfor %}\n", 5),
            row("if below", DEPLOYMENT + "spec:\n{% if many %}\n  replicas: 2\n{% endif %}\n", 9),
            row("if in a list", DEPLOYMENT + "spec:\n  a:\n  - b\n  {% if many %}\n  - c\n  {% endif %}\n", 11),
            row("a comment", DEPLOYMENT + "{# many #}\n", 8),
            row("set", "{% set name = 'web' %}\n" + DEPLOYMENT, 5),
            row("import", "{%- import 'a.j2' as a -%}\n" + DEPLOYMENT, 5),
            row("Helm's if", "{{- if .Values.on }}\n" + DEPLOYMENT + "{{- end }}\n", 5),
            row("Helm's include", DEPLOYMENT + "spec:\n  {{- include \"a\" . | nindent 2 }}\n", 9),
            row("Helm's toYaml", DEPLOYMENT + "spec:\n  {{- toYaml .Values.spec | nindent 2 }}\n", 9),
            row("Helm's range", DEPLOYMENT + "spec:\n  a:\n  {{- range .Values.a }}\n  - b\n  {{- end }}\n", 10),
            row("all of it", "{{ include \"all\" . }}\n", 5),
            row("an item", DEPLOYMENT + "spec:\n  a:\n  - {{ .Values.a }}\n", 10),
            row("in flow style", "{apiVersion: v1, kind: Service, metadata: {name: {{ name }}}}\n", 5));

    @ParameterizedTest(name = "{0}")
    @FieldSource("STATEMENTS")
    void aFileWithStatementsIsRefusedAsAWhole(String name, String text, int line) {
        Manifests read = ManifestReader.read("a.yaml", GOOD + text);

        assertThat(read.objects()).isEmpty();
        assertThat(read.unreadable())
                .extracting(Unreadable::toString)
                .containsExactly("a.yaml:" + line + ": " + Templates.REASON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{apiVersion: v1, kind: Service, metadata: {name: \"{{ name }}\"}}",
                "{apiVersion: v1, kind: Service, metadata: {name: \"web-{{name}}\"}}",
                "{apiVersion: v1, kind: Service, metadata: {name: 'web{% if canary %}-canary{% endif %}'}}",
                "{apiVersion: v1, kind: Service, metadata: {name: a, namespace: \"{{ namespace }}\"}}",
                "{apiVersion: \"{{ version }}\", kind: Service, metadata: {name: a}}",
                "{apiVersion: v1, kind: \"{{ kind }}\", metadata: {name: a}}",
                "{apiVersion: v1, kind: Service, metadata: {name: a, labels: {app: \"{{ app }}\"}}}",
                "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {ports: [{port: \"{{ port }}\"}]}}",
                "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{image: \"a:{{ tag }}\"}]}}",
                "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{envFrom: [{secretRef: {name: \"{{ s }}\"}}]}]}}",
                "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {replicas: \"{{ n }}\"}}",
                "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {selector: {matchLabels: {a: \"{{ a }}\"}}}}",
                "{apiVersion: x.example/v1, kind: Thing, metadata: {name: \"{{ name }}\"}}"
            })
    void anObjectThatIsNamedByATemplateIsRefusedWithItsFile(String object) {
        Manifests read = ManifestReader.read("a.yaml", GOOD + object);

        assertThat(read.objects()).isEmpty();
        assertThat(read.unreadable()).singleElement().satisfies(one -> assertThat(one.toString())
                .startsWith("a.yaml:5: ")
                .contains(" holds a template, "));
    }

    static final List<Arguments> LEGITIMATE = List.of(
            row("Prometheus rules", """
                        apiVersion: monitoring.coreos.com/v1
                        kind: PrometheusRule
                        metadata: {name: a}
                        spec:
                          groups:
                          - name: pods
                            rules:
                            - alert: Down
                              annotations:
                                summary: Instance {{ $labels.instance }} is down
                                description: "{{ $value | humanize }} of {{ $labels.job }}"
                        """),
            row("a dashboard", """
                        apiVersion: v1
                        kind: ConfigMap
                        metadata: {name: a}
                        data:
                          dashboard.json: |
                            {"title": "{{instance}}", "legendFormat": "{{pod}} {{container}}"}
                          title: "{{ title }}"
                        """),
            row("Jinja in a ConfigMap", """
                        apiVersion: v1
                        kind: ConfigMap
                        metadata: {name: a}
                        data:
                          nginx.conf.j2: |
                            {% for host in hosts %}
                            server {{ host }};
                            {% endfor %}
                          url: http://{{ host }}/
                        """),
            row("an Argo workflow", """
                        apiVersion: argoproj.io/v1alpha1
                        kind: WorkflowTemplate
                        metadata: {name: a}
                        spec:
                          templates:
                          - name: main
                            container:
                              image: "{{inputs.parameters.image}}"
                              args:
                              - "{{inputs.parameters.message}}"
                              - a-{{workflow.name}}
                        """),
            row("an ApplicationSet", """
                        apiVersion: argoproj.io/v1alpha1
                        kind: ApplicationSet
                        metadata: {name: a}
                        spec:
                          template:
                            metadata: {name: '{{cluster}}-guestbook', labels: {cluster: '{{cluster}}'}}
                            spec: {source: {path: 'apps/{{path}}'}}
                        """),
            row("an external secret", """
                        apiVersion: external-secrets.io/v1
                        kind: ExternalSecret
                        metadata: {name: a}
                        spec: {target: {template: {data: {config: "user={{ .user }}"}}}}
                        """),
            row("a policy", """
                        apiVersion: kyverno.io/v1
                        kind: ClusterPolicy
                        metadata: {name: a}
                        spec: {rules: [{generate: {name: "{{request.object.metadata.name}}", namespace: "{{ns}}"}}]}
                        """),
            row("the injector of Vault", """
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: a}
                        spec:
                          template:
                            metadata:
                              annotations:
                                vault.hashicorp.com/agent-inject-template-db: |
                                  {{- with secret "database/creds/db" -}}
                                  postgres://{{ .Data.username }}
                                  {{- end }}
                                name: "{{ .Data.name }}"
                        """),
            row("Go templates of commands", """
                        apiVersion: batch/v1
                        kind: Job
                        metadata: {name: a}
                        spec:
                          template:
                            spec:
                              containers:
                              - name: main
                                image: kubectl:1
                                args: [get, pods, "-o=go-template={{range .items}}{{.metadata.name}}{{end}}"]
                                command: [sh, -c, "docker ps --format '{{.Names}}'"]
                                env: [{name: FORMAT, value: "{{ .Status }}"}]
                        """),
            row("a receiver of alerts", """
                        apiVersion: v1
                        kind: Secret
                        metadata: {name: a}
                        stringData:
                          alertmanager.yaml: |
                            title: '{{ template "title" . }}'
                          name: "{{ .Name }}"
                        """),
            row("a definition", """
                        apiVersion: apiextensions.k8s.io/v1
                        kind: CustomResourceDefinition
                        metadata: {name: a}
                        spec: {properties: {name: {default: "{{ x }}"}, image: "{{ x }}"}}
                        """),
            row("comments", "# {% if this %} and {{ that }}\napiVersion: v1\nkind: Service\nmetadata: {name: a}\n"),
            row("braces of one kind", "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {a: {b: {c: d}}}}"),
            row(
                    "compact braces",
                    "{\"apiVersion\":\"v1\",\"kind\":\"Service\",\"metadata\":{\"name\":\"a\",\"labels\":{}}}"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("LEGITIMATE")
    void textsThatHoldTemplatesAreTaken(String name, String text) {
        Manifests read = ManifestReader.read("a.yaml", text);

        assertThat(read.unreadable()).isEmpty();
        assertThat(read.objects()).hasSize(1);
    }

    @Test
    void aMistakeBesideATextWithATemplateIsAMistake() {
        String text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  a: |\n    {{ x }}\n\n\n  b: [\n";

        assertThat(ManifestReader.read("a.yaml", GOOD + text))
                .satisfies(read -> assertThat(read.objects()).hasSize(1))
                .satisfies(read -> assertThat(read.unreadable().toString()).contains("not valid YAML"));
    }

    private static Arguments row(Object... cells) {
        return Arguments.of(cells);
    }
}
