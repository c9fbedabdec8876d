package dev.millrace.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** No channel is configured so that it loses records, stops, or misroutes them. */
class KafkaRulesTest {
    private static final Pattern INCOMING = Pattern.compile("mp\\.messaging\\.incoming\\.\"?([^.\"]+)\"?\\.(.+)");
    private static final Map<String, Properties> CONFIGURATIONS = configurations();

    @Test
    void everyServiceIsChecked() {
        assertThat(CONFIGURATIONS.keySet())
                .contains("image-builder-svc", "manifest-updater-svc", "sync-agent-svc", "drift-detector-svc");
    }

    @Test
    void everyIncomingChannelHasATopicAGroupAndAnOffsetReset() {
        List<String> missing = new ArrayList<>();
        CONFIGURATIONS.forEach(
                (module, configuration) -> channels(configuration).forEach((channel, keys) -> {
                    for (String required : List.of("topic", "group.id", "auto.offset.reset")) {
                        if (!keys.contains(required) && !(required.equals("topic") && keys.contains("topics"))) {
                            missing.add(module + ": " + channel + " has no " + required);
                        }
                    }
                }));

        assertThat(missing).isEmpty();
    }

    @Test
    void noChannelFailsDecodesItselfDropsALateRecordOrDependsOnIdsOfOneCluster() {
        Map<String, String> forbidden = Map.of(
                "failure-strategy", "fail",
                "cloud-events", "true",
                "acks", "0|1",
                "enable.idempotence", "true",
                "throttled.unprocessed-record-max-age.ms", "[1-9].*");
        List<String> violations = new ArrayList<>();
        CONFIGURATIONS.forEach((module, configuration) -> configuration
                .stringPropertyNames()
                .forEach(key -> forbidden.forEach((suffix, values) -> {
                    if (key.endsWith("." + suffix)
                            && configuration.getProperty(key).matches(values)) {
                        violations.add(module + ": " + key + "=" + configuration.getProperty(key));
                    }
                })));

        assertThat(violations).isEmpty();
    }

    /** The channels of a configuration in any profile, with the keys that each has. */
    private static Map<String, Set<String>> channels(Properties configuration) {
        Map<String, Set<String>> channels = new TreeMap<>();
        for (String key : configuration.stringPropertyNames()) {
            Matcher matcher = INCOMING.matcher(key);
            if (matcher.matches()) {
                channels.computeIfAbsent(matcher.group(1), channel -> new TreeSet<>())
                        .add(matcher.group(2));
            }
        }
        return channels;
    }

    private static Map<String, Properties> configurations() {
        Map<String, Properties> configurations = new TreeMap<>();
        for (Path module : Project.modules()) {
            for (String file : List.of("application.properties", "META-INF/microprofile-config.properties")) {
                Path path = module.resolve("src/main/resources").resolve(file);
                if (Files.exists(path)) {
                    configurations
                            .computeIfAbsent(String.valueOf(module.getFileName()), name -> new Properties())
                            .putAll(load(path));
                }
            }
        }
        return configurations;
    }

    private static Properties load(Path file) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(Project.read(file)));
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file, e);
        }
    }
}
