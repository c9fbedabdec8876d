package dev.millrace.updater;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.events.ImageBuilt;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.updater.status.RepositoryStatus;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Problems are reported, followers are named, and unsuitable files are skipped. */
@QuarkusTest
@TestProfile(UpdaterProfile.class)
@WithParts({PartKind.KAFKA, PartKind.GIT})
class ReportedIT extends DeliveryFixture {
    private static final Pattern TROUBLES = Pattern.compile("millrace_updater_troubles ([0-9.]+)");
    private static final String MARK = " # {\"$imagepolicy\": \"%s\"}\n";

    @Test
    void problemsAreInStatusMetricsAndLog() {
        List<String> problems = List.of(
                "apps/typo.yaml:1: unknown policy in the marker: reported-wob",
                "apps/torn.yaml:2: not YAML",
                "no place found in the repository",
                ".millrace/updates.yaml:4:91: 'extract': the pattern has no group named x",
                "no file matches the path lost/**",
                "apps/outside.yaml:1: the marker names the policy reported-lost, whose paths do not include this file");
        List<String> logged = new CopyOnWriteArrayList<>();
        Handler handler = into(logged);
        Logger log = Logger.getLogger(RepositoryStatus.class.getName());
        log.addHandler(handler);

        try {
            delivery.push("reported", filesWithProblems());
            ImageBuilt built = Delivery.built("reported-web", 1);
            delivery.publish(Delivery.built("reported-nowhere", 1));
            delivery.publish(built);
            delivery.updated("reported", built);

            assertThat(delivery.read("reported", "apps/reported-nowhere.yaml"))
                    .isEqualTo("image: reg.example/shop/other:1\n");
            assertThat(delivery.get("policies")).contains(problems);
            // Other repositories may report between the two.
            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(() ->
                            assertThat(problems()).isEqualTo(wrong()).isGreaterThanOrEqualTo(problems.size() - 2));
            assertThat(logged)
                    .filteredOn(line -> line.contains(Delivery.id("reported") + " "))
                    .satisfies(lines -> {
                        for (String one : problems) {
                            assertThat(lines)
                                    .anyMatch(line -> line.startsWith("configuration problem:") && line.contains(one));
                        }
                    });
        } finally {
            log.removeHandler(handler);
        }
    }

    private static Map<String, String> filesWithProblems() {
        Map<String, String> files = new HashMap<>(Delivery.files("reported-web", "reported-nowhere"));
        files.put("apps/reported-nowhere.yaml", "image: reg.example/shop/other:1\n");
        files.merge(
                ".millrace/updates.yaml",
                "  - {name: reported-lost, image: reg.example/shop/lost, tags: {pattern: 'v(.*)', extract: $x}, paths: [lost/**]}\n",
                String::concat);
        files.put("apps/outside.yaml", "image: reg.example/shop/lost:1" + MARK.formatted("reported-lost"));
        files.put("apps/typo.yaml", "b: x" + MARK.formatted("reported-wob"));
        files.put("apps/torn.yaml", "{{ if }}\nb: x" + MARK.formatted("reported-web"));
        return files;
    }

    @Test
    void linksBinaryAndHugeFilesAreSkipped() {
        String marked = "image: reg.example/shop/links-web:t0" + MARK.formatted("links-web");
        Map<String, byte[]> files = new HashMap<>();
        Delivery.files("links-web").forEach((path, text) -> files.put(path, bytes(text)));
        files.put("binary.yaml", bytes("\0" + marked));
        files.put("huge.yaml", bytes(marked + "#".repeat(4 << 20)));
        // The target of a link is not content, even if it reads like a manifest.
        Map<String, String> links = Map.of(
                "outside.yaml", "/etc/hostname", "inside.yaml", "apps/links-web.yaml", "text.yaml", marked.strip());
        delivery.workspace().pushAny("config/links", "main", files, links, Set.of(), "Change links");
        ImageBuilt built = Delivery.built("links-web", 1);

        delivery.publish(built);

        assertThat(delivery.updated("links", built).value().path("edits").findValuesAsText("path"))
                .containsExactly("apps/links-web.yaml");
        assertThat(delivery.read("links", "huge.yaml")).startsWith(marked);
        assertThat(delivery.read("links", "binary.yaml")).isEqualTo("\0" + marked);
        assertThat(delivery.read("links", "text.yaml")).isEqualTo(marked.strip());
    }

    @Test
    void aCommitNamesTheFieldsThatFollowAnAnchor() {
        String before = "base: &web\n  image: reg.example/shop/anchored-web:t0" + MARK.formatted("anchored-web")
                + "staging: *web\nproduction: {<<: *web, replicas: 3}\n";
        Map<String, String> files = new HashMap<>(Delivery.files("anchored-web"));
        files.put("apps/anchored-web.yaml", before);
        delivery.push("anchored", files);
        ImageBuilt built = Delivery.built("anchored-web", 1);

        delivery.publish(built);

        delivery.updated("anchored", built);
        assertThat(delivery.read("anchored", "apps/anchored-web.yaml")).isEqualTo(before.replace(":t0", ":t1"));
        assertThat(delivery.log("anchored").getFirst().message())
                .contains(", followed by staging.image, production.image\n");
    }

    private double problems() {
        Matcher found = TROUBLES.matcher(delivery.get("q/metrics"));
        assertThat(found.find()).isTrue();
        return Double.parseDouble(found.group(1));
    }

    /** The number of problems in {@code GET /policies}. */
    private double wrong() {
        int wrong = 0;
        for (JsonNode repository : policies()) {
            wrong += repository.path("troubles").size();
            wrong += repository.path("error").isNull() ? 0 : 1;
            for (JsonNode policy : repository.path("policies")) {
                wrong += policy.path("error").isNull() ? 0 : 1;
            }
        }
        return wrong;
    }

    private JsonNode policies() {
        try {
            return new ObjectMapper().readTree(delivery.get("policies"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Handler into(Collection<String> lines) {
        return new Handler() {
            private final SimpleFormatter formatter = new SimpleFormatter();

            @Override
            public void publish(LogRecord record) {
                lines.add(formatter.formatMessage(record));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
