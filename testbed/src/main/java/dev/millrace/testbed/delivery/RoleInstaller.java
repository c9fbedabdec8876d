package dev.millrace.testbed.delivery;

import dev.millrace.testbed.cluster.Cluster;
import dev.millrace.testbed.process.PartUnavailable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Installs the objects of {@code k8s/base} for the services, without the services themselves, which run outside the cluster. */
final class RoleInstaller {
    private static final Set<String> KINDS = Set.of(
            "Namespace",
            "CustomResourceDefinition",
            "ServiceAccount",
            "Role",
            "RoleBinding",
            "ClusterRole",
            "ClusterRoleBinding");
    private static final Pattern KIND = Pattern.compile("(?m)^kind: *(\\S+)");
    private static final Pattern DOCUMENTS = Pattern.compile("(?m)^---$");

    private RoleInstaller() {}

    static void install(Cluster cluster) {
        String rendered = cluster.kubectl("kustomize", base().toString());
        String selected = DOCUMENTS
                .splitAsStream(rendered)
                .filter(RoleInstaller::isSelected)
                .collect(Collectors.joining("\n---\n"));
        cluster.apply(LocalDelivery.NAMESPACE, selected);
        cluster.awaitDefinition("applications.millrace.dev");
    }

    private static boolean isSelected(String document) {
        Matcher kind = KIND.matcher(document);
        return kind.find() && KINDS.contains(kind.group(1));
    }

    private static Path base() {
        return Stream.iterate(Path.of("").toAbsolutePath(), p -> p != null, Path::getParent)
                .map(folder -> folder.resolve("k8s/base"))
                .filter(Files::isDirectory)
                .findFirst()
                .orElseThrow(
                        () -> new PartUnavailable("k8s/base not found; start this inside the source tree of Millrace"));
    }
}
