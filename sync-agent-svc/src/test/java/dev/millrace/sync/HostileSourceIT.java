package dev.millrace.sync;

import static dev.millrace.sync.Deployed.configMap;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.CommitId;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.EventTap;
import dev.millrace.testbed.delivery.PublishedEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Folders that are meant to do harm: errors are reported with their place, correct objects are applied, and others are not affected. */
@QuarkusTest
@WithTestResource(AgentUnderTest.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.CLUSTER})
class HostileSourceIT {
    private static final int FIFTY_MEGABYTES = 50 << 20;
    private static final String LAUGHS = """
            x0: &x0 [a,a,a,a,a,a,a,a,a,a]
            x1: &x1 [*x0,*x0,*x0,*x0,*x0,*x0,*x0,*x0,*x0]
            x2: &x2 [*x1,*x1,*x1,*x1,*x1,*x1,*x1,*x1,*x1]
            x3: &x3 [*x2,*x2,*x2,*x2,*x2,*x2,*x2,*x2,*x2]
            x4: &x4 [*x3,*x3,*x3,*x3,*x3,*x3,*x3,*x3,*x3]
            x5: &x5 [*x4,*x4,*x4,*x4,*x4,*x4,*x4,*x4,*x4]
            x6: &x6 [*x5,*x5,*x5,*x5,*x5,*x5,*x5,*x5,*x5]
            """;

    private final EventPublisher publisher;

    @SuppressWarnings("NullAway.Init")
    private EventTap tap;

    @Inject
    HostileSourceIT(EventPublisher publisher) {
        this.publisher = publisher;
    }

    @BeforeEach
    void listen() {
        tap = new EventTap(Testbed.shared().kafka().bootstrapServers());
    }

    @AfterEach
    void stopListening() {
        tap.close();
    }

    private static Map<String, byte[]> badFiles() {
        Map<String, String> texts = new HashMap<>();
        texts.put("a-good.yaml", configMap("good", "1"));
        texts.put("bomb.yaml", head("bomb") + LAUGHS);
        texts.put("deep.yaml", head("deep") + "data: " + "[".repeat(50_000));
        texts.put("generated.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {generateName: g-}\n");
        texts.put(
                "list.yaml",
                "apiVersion: v1\nkind: List\nitems:\n  - {apiVersion: v1, kind: ConfigMapList, items: [{apiVersion: v1, kind: ConfigMap, metadata: {name: listed}}]}\n");
        texts.put("name.yaml", head("\"a\\nb\""));
        texts.put(
                "annotation.yaml",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: noted, annotations: {note: \"a\\nb\"}}\n");
        texts.put("path.yaml", head("../../../kube-system/configmaps/x"));
        texts.put("twice.yaml", configMap("good", "2"));
        texts.put("new\nline.yaml", head("../x"));
        texts.put("--option.yaml", configMap("option", "1"));
        Map<String, byte[]> files = new HashMap<>();
        texts.forEach((path, text) -> files.put(path, text.getBytes(UTF_8)));
        files.put("large.yaml", new byte[FIFTY_MEGABYTES]);
        files.put("latin.yaml", (head("latin") + "data: {a: \u00e4}\n").getBytes(ISO_8859_1));
        return files;
    }

    private static CommitId quiet(Deployed other) {
        CommitId commit = other.push(Map.of("a.yaml", configMap("a", "1")));
        other.follow("");
        return commit;
    }

    private static String head(String name) {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name + "}\n";
    }

    @Test
    void eachBadFileIsToldWithItsPlaceAndTheGoodOnesAreApplied() {
        Deployed other = new Deployed("quiet", tap);
        other.awaitReady(quiet(other));
        Deployed app = new Deployed("hostile", tap);
        CommitId commit =
                app.pushAny(badFiles(), Map.of("link.yaml", "/etc/passwd", "up.yaml", "../../x", "dir", "/etc"));

        app.follow("");
        CommitId meanwhile = other.push(Map.of("a.yaml", configMap("a", "2")));
        publisher.publish(other.committed(meanwhile));

        assertThat(other.outcome(meanwhile).at("/outcome")).isEqualTo("Succeeded");
        PublishedEvent outcome = app.outcome(commit);
        assertThat(outcome.at("/outcome")).isEqualTo("Failed");
        assertThat(outcome.at("/message"))
                .contains("bomb.yaml:")
                .contains("its aliases unfold to more than")
                .contains("deep.yaml:4: nested deeper than 100 levels")
                .contains("generated.yaml:1: ConfigMap with generateName: it needs a fixed name")
                .contains("large.yaml: larger than 8 MiB")
                .contains("latin.yaml: not UTF-8")
                .contains("link.yaml: a symbolic link, which is not followed")
                .contains("name.yaml:1: ConfigMap whose metadata.name can be no name")
                .contains("new\\u000aline.yaml:1: ConfigMap whose metadata.name can be no name")
                .contains("path.yaml:1: ConfigMap whose metadata.name can be no name")
                .contains("up.yaml: a symbolic link, which is not followed")
                .contains("twice.yaml:1: the same object stands in a-good.yaml:1")
                .doesNotContain("\n");
        assertThat(app.object("configmap", "good").at("/data/value").asText()).isEqualTo("1");
        assertThat(app.object("configmap", "listed").isMissingNode()).isFalse();
        assertThat(app.object("configmap", "option").isMissingNode()).isFalse();
        assertThat(app.object("configmap", "noted")
                        .at("/metadata/annotations/note")
                        .asText())
                .isEqualTo("a\nb");
    }

    @Test
    void aHundredThousandFilesChangeNothing() {
        Deployed app = new Deployed("many", tap);
        CommitId few = app.push(Map.of("a.yaml", configMap("a", "1")));
        app.follow("");
        app.awaitReady(few);
        byte[] content = configMap("many", "1").getBytes(UTF_8);
        Map<String, byte[]> files = new HashMap<>();
        IntStream.range(0, 100_000).forEach(i -> files.put("file-" + i + ".yaml", content));

        CommitId many = app.pushAny(files, Map.of());
        publisher.publish(app.committed(many));

        assertThat(app.outcome(many).at("/message")).contains("more than 50000 manifests");
        assertThat(app.object("configmap", "a").isMissingNode()).isFalse();
        assertThat(app.object("configmap", "many").isMissingNode()).isTrue();
    }

    @Test
    void namesThatLookLikeOptionsAreNames() {
        Deployed app = new Deployed("options", tap);
        CommitId commit = app.push(Map.of("--help/a.yaml", configMap("a", "1")));

        app.follow("--help");
        app.awaitReady(commit);
        app.followAt("branch: '--upload-pack=touch'");

        app.awaitStalled("--upload-pack=touch");
    }

    @Test
    void aFolderOutsideOfTheRepositoryIsNone() {
        Deployed app = new Deployed("outside", tap);
        CommitId commit = app.push(Map.of("web/a.yaml", configMap("a", "1")));

        app.follow("web/../../../etc");

        assertThat(app.outcome(commit).at("/message")).isEqualTo("web/../../../etc: there is no such directory");
    }

    @Test
    void aFolderThatIsNotThereIsTriedOnceAndTakenWhenItComes() {
        Deployed app = new Deployed("later", tap);
        CommitId first = app.push(Map.of("other/a.yaml", configMap("a", "1")));
        app.follow("web");
        assertThat(app.outcome(first).at("/outcome")).isEqualTo("Failed");

        CommitId second = app.push(Map.of("web/a.yaml", configMap("a", "2")));
        publisher.publish(app.committed(second));

        assertThat(app.outcome(second).at("/attempt")).isEqualTo("2");
        assertThat(app.outcomes()).hasSize(2);
    }
}
