package dev.millrace.deploy;

import dev.millrace.testbed.cluster.Cluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Operations on the test cluster. */
final class Clusters {
    private static final Pattern DOCUMENTS = Pattern.compile("(?m)^---$");
    private static final Pattern KIND = Pattern.compile("(?m)^kind: (\\S+)$");

    private Clusters() {}

    static String rendered(Cluster cluster, String directory) {
        return cluster.kubectl("kustomize", SourceTree.file(directory).toString());
    }

    /** Returns only the objects of these kinds. */
    static String only(String rendered, Set<String> kinds) {
        return DOCUMENTS
                .splitAsStream(rendered)
                .filter(document -> KIND.matcher(document)
                        .results()
                        .findFirst()
                        .filter(k -> kinds.contains(k.group(1)))
                        .isPresent())
                .collect(Collectors.joining("\n---\n"));
    }

    /** Runs {@code kubectl} with these arguments and {@code -f} with a file that contains this text. */
    static String withFile(Cluster cluster, String text, String... arguments) {
        try {
            Path file = Files.createTempFile("manifests", ".yaml");
            try {
                Files.writeString(file, text);
                String[] all = Arrays.copyOf(arguments, arguments.length + 2);
                all[arguments.length] = "-f";
                all[arguments.length + 1] = file.toString();
                return cluster.kubectl(all);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing manifests for kubectl", e);
        }
    }
}
