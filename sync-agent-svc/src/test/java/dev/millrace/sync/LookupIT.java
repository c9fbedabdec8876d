package dev.millrace.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.millrace.cluster.Marks;
import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.events.value.CommitId;
import dev.millrace.sync.state.Triggers;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An Application whose chart looks up its own objects, on the real API server. */
@WithParts({PartKind.GIT, PartKind.CLUSTER})
class LookupIT {
    private static final Map<String, String> CHART = Map.of(
            "Chart.yaml",
            "{apiVersion: v2, name: shop, version: 1.0.0}",
            "templates/password.yaml",
            """
            {{ $live := lookup "v1" "Secret" .Release.Namespace "password" }}
            apiVersion: v1
            kind: Secret
            metadata: {name: password}
            stringData:
              value: {{ if $live }}{{ $live.data.value | b64dec | quote }}{{ else }}{{ randAlphaNum 20 | quote }}{{ end }}
            """,
            "templates/settings.yaml",
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings}
            data:
              colour: {{ .Values.colour }}
              found: "{{ range (lookup "v1" "Secret" "" "").items }}{{ .metadata.name }} {{ end }}"
              nobodys: {{ lookup "v1" "Secret" .Release.Namespace "nobodys" | toJson | quote }}
              others: {{ lookup "v1" "Secret" .Release.Namespace "others" | toJson | quote }}
              account: {{ lookup "v1" "ServiceAccount" .Release.Namespace "default" | toJson | quote }}
            """);

    /** Objects of other kinds that hold the looked-up value; the API server rejects one of them because of it. */
    private static final String COPIES = """
            {{ $live := lookup "v1" "Secret" .Release.Namespace "password" }}
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: copy}
            data: {value: {{ $live.data.value | b64dec | quote }}}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: rejected}
            spec: {type: {{ $live.data.value | b64dec | quote }}, ports: [{port: 80}]}
            """;

    private final Alone alone;

    LookupIT(@TempDir Path mirrors) {
        alone = new Alone(mirrors);
    }

    @AfterEach
    void close() {
        alone.close();
    }

    @Test
    void aPasswordStaysOverANewCommitAndARestartOfTheAgent() {
        Deployed app = deployed("kept");
        Subject subject = alone.lookingUp(Alone.subject(app));
        String password;
        try (AgentLife first = alone.life()) {
            first.reconcile(subject, start());
            password = password(app);

            CommitId second = app.push(Map.of("values.yaml", "colour: green"));
            assertThat(first.reconcile(subject, start()).ledger().revision()).contains(second);

            assertThat(password).isNotEmpty();
            assertThat(password(app)).isEqualTo(password);
            assertThat(setting(app, "colour")).isEqualTo("green");
            await().atMost(Deployed.SOON).until(() -> first.published.size() >= 2);
            assertThat(first.published)
                    .allSatisfy(envelope ->
                            assertThat(envelope.event().toString()).doesNotContain("random value", password));
        }

        try (AgentLife restarted = alone.life()) {
            CommitId third = app.push(Map.of("values.yaml", "colour: red"));
            assertThat(restarted.reconcile(subject, start()).ledger().revision())
                    .contains(third);

            assertThat(password(app)).isEqualTo(password);
            assertThat(setting(app, "colour")).isEqualTo("red");
        }
    }

    @Test
    void aPasswordStaysIfTheAgentDiesBeforeItRecordsTheObject() {
        Deployed app = deployed("lost");
        Subject subject = alone.lookingUp(Alone.subject(app));
        try (AgentLife first = alone.life().beforeSaving(ledger -> {
            if (!ledger.objects().isEmpty()) {
                throw new AgentLife.Killed();
            }
        })) {
            assertThatThrownBy(() -> first.reconcile(subject, start())).isInstanceOf(AgentLife.Killed.class);
        }
        String password = password(app);

        try (AgentLife second = alone.life()) {
            second.reconcile(subject, start());

            assertThat(password).isNotEmpty();
            assertThat(password(app)).isEqualTo(password);
            assertThat(setting(app, "colour")).isEqualTo("blue");
        }
    }

    @Test
    void objectsOfAnotherApplicationAndThoseOfNobodyAreInvisible() {
        Deployed app = deployed("private");
        app.kubectl("create", "secret", "generic", "nobodys", "-n", app.namespace, "--from-literal=a=b");
        app.kubectl("create", "secret", "generic", "others", "-n", app.namespace, "--from-literal=a=b");
        app.kubectl("annotate", "secret", "others", "-n", app.namespace, Marks.APPLICATION_UID + "=another");
        Subject subject = alone.lookingUp(Alone.subject(app));
        try (AgentLife life = alone.life()) {
            life.reconcile(subject, start());
            assertThat(setting(app, "found")).isEmpty();

            app.push(Map.of("values.yaml", "colour: green"));
            life.reconcile(subject, start());

            assertThat(setting(app, "found").strip()).isEqualTo("password");
            assertThat(setting(app, "nobodys")).isEqualTo("{}");
            assertThat(setting(app, "others")).isEqualTo("{}");
            assertThat(setting(app, "account")).isEqualTo("{}");
        }
    }

    @Test
    void aValueThatWasLookedUpIsInNoMessageAndNoDifference() {
        Deployed app = deployed("masked");
        Subject subject = alone.lookingUp(Alone.subject(app));
        try (AgentLife life = alone.life()) {
            life.reconcile(subject, start());
            app.push(Map.of("templates/copies.yaml", COPIES));

            ReconcileResult result = life.reconcile(subject, start());
            app.kubectl("patch", "configmap", "copy", "-n", app.namespace, "-p", "{\"data\":{\"value\":\"other\"}}");
            String difference = life.diff(subject, result.ledger()).toString();

            String password = new String(Base64.getDecoder().decode(password(app)), StandardCharsets.UTF_8);
            String failure = result.ledger().failure().orElseThrow().message();
            assertThat(app.object("configmap", "copy").at("/data/value").asText())
                    .isEqualTo("other");
            assertThat(failure).contains("Unsupported value: \"***\"");
            assertThat(difference).contains("data.value", "***", "REFUSED").doesNotContain("other");
            assertThat(List.of(failure, difference, life.published.toString()))
                    .allSatisfy(text -> assertThat(text).doesNotContain(password, password(app)));
        }
    }

    private static Deployed deployed(String name) {
        Deployed app = new Deployed(name, null);
        app.push(CHART);
        app.push(Map.of("values.yaml", "colour: blue"));
        return app;
    }

    private static String password(Deployed app) {
        return app.object("secret", "password").at("/data/value").asText();
    }

    private static String setting(Deployed app, String key) {
        return app.object("configmap", "settings").at("/data/" + key).asText();
    }

    private static Triggers start() {
        return Triggers.source(Instant.now(), Trigger.START);
    }
}
