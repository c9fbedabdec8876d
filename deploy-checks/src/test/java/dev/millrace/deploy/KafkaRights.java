package dev.millrace.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** The rights of Kafka's users, as the installations grant them. */
final class KafkaRights {
    private static final String ANY_HOST = "*";
    private static final List<String> OF_THE_TWO_SIDES =
            List.of("k8s/components/strimzi/users.yaml", "k8s/components/strimzi-cluster/users.yaml");

    private KafkaRights() {}

    /** The user of a service, in an installation with one cluster of this name. */
    static String user(String service, String cluster) {
        return switch (service) {
            case "sync-agent-svc", "drift-detector-svc" -> service + "." + cluster;
            default -> service;
        };
    }

    /** The rights of a user. */
    static Set<AclBinding> of(String user, Set<AclBinding> rights) {
        return rights.stream()
                .filter(right -> right.entry().principal().equals("User:" + user))
                .collect(Collectors.toSet());
    }

    /** The names of the resources of this type on which rights allow this operation. */
    static Set<String> names(Set<AclBinding> rights, ResourceType type, AclOperation operation) {
        return rights.stream()
                .filter(right ->
                        right.pattern().resourceType() == type && right.entry().operation() == operation)
                .map(right -> right.pattern().name())
                .collect(Collectors.toSet());
    }

    /** The rights that Strimzi grants, with the principals of one cluster. */
    static Set<AclBinding> strimzi(String cluster) {
        return strimzi(OF_THE_TWO_SIDES.stream()
                .map(file -> SourceTree.read(file).replace("CLUSTER", cluster))
                .flatMap(text -> SourceTree.documents(text).stream()));
    }

    /** The rights that the users of Strimzi among these objects have. */
    static Set<AclBinding> strimzi(Stream<JsonNode> objects) {
        return objects.filter(object -> object.path("kind").asText().equals("KafkaUser"))
                .flatMap(KafkaRights::granted)
                .collect(Collectors.toSet());
    }

    private static Stream<AclBinding> granted(JsonNode user) {
        String name = user.at("/metadata/name").asText();
        return user.at("/spec/authorization/acls").valueStream().flatMap(acl -> {
            PatternType pattern = acl.at("/resource/patternType").asText().equals("prefix")
                    ? PatternType.PREFIXED
                    : PatternType.LITERAL;
            var resource = new ResourcePattern(
                    ResourceType.valueOf(acl.at("/resource/type").asText().toUpperCase(Locale.ROOT)),
                    acl.at("/resource/name").asText(),
                    pattern);
            return acl.path("operations").valueStream().map(operation -> binding(name, resource, operation.asText()));
        });
    }

    /** The rights that calls of {@code kafka-acls.sh} add. */
    static Set<AclBinding> added(List<List<String>> calls) {
        Set<AclBinding> rights = new HashSet<>();
        calls.forEach(call -> rights.addAll(added(call.iterator())));
        return rights;
    }

    private static Set<AclBinding> added(Iterator<String> call) {
        String user = "";
        PatternType pattern = PatternType.LITERAL;
        List<String> operations = new ArrayList<>();
        List<String> topics = new ArrayList<>();
        List<String> groups = new ArrayList<>();
        while (call.hasNext()) {
            String option = call.next();
            switch (option) {
                case "--add" -> {}
                case "--bootstrap-server", "--command-config" -> call.next();
                case "--allow-principal" -> user = call.next().replaceFirst("^User:", "");
                case "--resource-pattern-type" ->
                    pattern = PatternType.valueOf(call.next().toUpperCase(Locale.ROOT));
                case "--operation" -> operations.add(call.next());
                case "--topic" -> topics.add(call.next());
                case "--group" -> groups.add(call.next());
                default -> throw new IllegalArgumentException("an option that this test doesn't know: " + option);
            }
        }
        Set<AclBinding> rights = new HashSet<>();
        for (String operation : operations) {
            for (String topic : topics) {
                rights.add(binding(user, new ResourcePattern(ResourceType.TOPIC, topic, pattern), operation));
            }
            for (String group : groups) {
                rights.add(binding(user, new ResourcePattern(ResourceType.GROUP, group, pattern), operation));
            }
        }
        return rights;
    }

    private static AclBinding binding(String user, ResourcePattern resource, String operation) {
        return new AclBinding(
                resource,
                new AccessControlEntry(
                        "User:" + user,
                        ANY_HOST,
                        AclOperation.valueOf(operation.toUpperCase(Locale.ROOT)),
                        AclPermissionType.ALLOW));
    }
}
