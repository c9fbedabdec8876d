package dev.millrace.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The Kafka principal of each service has access to exactly the topics that it publishes or consumes by the event contract. */
class PrincipalsTest {
    static final List<String> SERVICES = EventContract.SERVICES;

    private static final String CLUSTER = "staging-eu";
    private static final Pattern CONSUMED = Pattern.compile("(?m)^mp\\.messaging\\.incoming\\.[^.]+\\.topics?=(\\S+)$");
    private static final Pattern GROUP = Pattern.compile("(?m)^mp\\.messaging\\.incoming\\.[^.]+\\.group\\.id=(\\S+)$");

    @ParameterizedTest
    @FieldSource("SERVICES")
    void mayWriteItsPublishedTopicsAndTheDeadLettersOfItsConsumedTopics(String service) {
        assertThat(granted(service, ResourceType.TOPIC, AclOperation.WRITE)).isEqualTo(EventContract.written(service));
    }

    @ParameterizedTest
    @FieldSource("SERVICES")
    void mayReadItsConsumedTopics(String service) {
        assertThat(granted(service, ResourceType.TOPIC, AclOperation.READ)).isEqualTo(EventContract.consumed(service));
    }

    @ParameterizedTest
    @FieldSource("SERVICES")
    void mayReadTheTopicsOfItsChannelsInItsGroupsOnly(String service) {
        String properties = properties(service);
        Set<String> groups = groups(properties, CLUSTER);

        Set<String> prefixes = granted(service, ResourceType.GROUP, AclOperation.READ);

        assertThat(matches(CONSUMED, properties)).isSubsetOf(granted(service, ResourceType.TOPIC, AclOperation.READ));
        assertThat(groups).allMatch(group -> prefixes.stream().anyMatch(group::startsWith));
        assertThat(prefixes)
                .allMatch(prefix ->
                        prefix.startsWith(service) && groups.stream().anyMatch(group -> group.startsWith(prefix)));
    }

    @Test
    void anAgentJoinsNoGroupOfAnotherClustersAgentButTheOneForUnreadableRecords() {
        Set<String> ofOther = groups(properties("sync-agent-svc"), CLUSTER + "-west");

        Set<String> prefixes = granted("sync-agent-svc", ResourceType.GROUP, AclOperation.READ);

        assertThat(ofOther)
                .hasSizeGreaterThan(1)
                .filteredOn(group -> prefixes.stream().anyMatch(group::startsWith))
                .containsExactly("sync-agent-svc-unreadable");
    }

    @Test
    void composeGrantsTheSameRights(@TempDir Path directory) throws IOException, InterruptedException {
        ComposeScripts scripts = new ComposeScripts(directory);

        scripts.run("create-topics");

        assertThat(KafkaRights.added(scripts.calls("kafka-acls.sh"))).isEqualTo(KafkaRights.strimzi("local"));
    }

    @Test
    void theBrokerForExperimentsHasNoListenerWithoutUsersAndNoRightByDefault() {
        JsonNode broker = SourceTree.documents(SourceTree.read("k8s/overlays/dev/kafka.yaml")).stream()
                .filter(object -> object.path("kind").asText().equals("Kafka"))
                .findFirst()
                .orElseThrow();

        assertThat(broker.at("/spec/kafka/listeners").valueStream())
                .isNotEmpty()
                .allMatch(
                        listener -> listener.at("/authentication/type").asText().equals("scram-sha-512"));
        assertThat(broker.at("/spec/kafka/authorization")).hasToString("{\"type\":\"simple\"}");
    }

    private static Set<String> granted(String service, ResourceType type, AclOperation operation) {
        Set<AclBinding> rights = KafkaRights.of(KafkaRights.user(service, CLUSTER), KafkaRights.strimzi(CLUSTER));
        return KafkaRights.names(rights, type, operation);
    }

    private static String properties(String service) {
        return SourceTree.read(service + "/src/main/resources/application.properties");
    }

    private static Set<String> groups(String properties, String cluster) {
        return matches(GROUP, properties.replace("${millrace.sync.cluster-name:}", cluster));
    }

    private static Set<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .flatMap(m -> Stream.of(m.group(1).split(",")))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
