package dev.millrace.acceptance;

import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.delivery.LocalDelivery;
import dev.millrace.testbed.process.JvmState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** An image built from a branch of the shop's application, and three policies for it that require evidence; one of them can be met. */
final class ProvenImage {
    static final String MET = "proven-met";
    static final String OTHER_KEY = "proven-other-key";
    static final String OTHER_SOURCE = "proven-other-source";

    private static final String BRANCH = "proven";
    private static final String CONFIGURATION = "proven/config";
    private static final String BUILDER = "https://builder.example/acceptance";
    private static final Path KEYS = JvmState.directory("image-keys");
    private static final String POLICY = """
              - name: %1$s
                image: %2$s
                branches: [%3$s]
                comment: IMAGE_TAG
                paths: [%1$s.yaml]
                verify: {cosign: .millrace/%4$s.pub, provenance: {builder: "%5$s", source: "%6$s"}}
            """;

    private final OpenShop shop;

    ProvenImage(OpenShop shop) {
        this.shop = shop;
    }

    /** Creates the keys, lets the builder sign with one of them. Called once, before the services start. */
    static void wire(LocalDelivery delivery) {
        createKey("builder");
        createKey("other");
        delivery.builder()
                .with(
                        "millrace.builder.signing.key-file",
                        KEYS.resolve("builder.key").toString())
                .with("millrace.builder.signing.builder-id", BUILDER);
        Suite.wireConfiguration(delivery, CONFIGURATION);
    }

    private static void createKey(String name) {
        String key = KEYS.resolve(name + ".key").toString();
        String curve = "ec_paramgen_curve:P-256";
        SigningKey.run("openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", curve, "-out", key);
        SigningKey.run(
                "openssl",
                "pkey",
                "-in",
                key,
                "-pubout",
                "-out",
                KEYS.resolve(name + ".pub").toString());
    }

    /** Pushes the policies with a file for each. */
    void pushPolicies() {
        String source =
                shop.delivery.gitHost().url(LocalDelivery.APP_REPOSITORY).toString();
        Map<String, String> files = new TreeMap<>();
        files.put(".millrace/builder.pub", publicKey("builder"));
        files.put(".millrace/other.pub", publicKey("other"));
        files.put(
                ".millrace/updates.yaml",
                "policies:\n"
                        + POLICY.formatted(MET, image(), BRANCH, "builder", BUILDER, source)
                        + POLICY.formatted(OTHER_KEY, image(), BRANCH, "other", BUILDER, source)
                        + POLICY.formatted(OTHER_SOURCE, image(), BRANCH, "builder", BUILDER, source + "-core"));
        for (String policy : new String[] {MET, OTHER_KEY, OTHER_SOURCE}) {
            files.put(policy + ".yaml", values("0.0.0"));
        }
        shop.workspace.push(CONFIGURATION, "main", files, "Require evidence");
    }

    /** Pushes the application; its image is built. */
    CommitId pushApplication() {
        Map<String, String> files = Map.of(
                "Dockerfile",
                "FROM scratch\nCOPY page /page\n",
                "page",
                "Proven\n",
                ".millrace/build.yaml",
                "images: [{name: \"" + image() + "\"}]\n");
        return shop.workspace.push(LocalDelivery.APP_REPOSITORY, BRANCH, files, "Prove an image");
    }

    /** Returns true if the file of a policy has this version. */
    boolean hasVersion(String policy, String version) {
        return shop.workspace
                .read(CONFIGURATION, "main", policy + ".yaml")
                .orElseThrow()
                .equals(values(version));
    }

    /** Deletes the branch and the policies: tests after this one replay all events. */
    void remove() {
        shop.workspace.deleteBranch(LocalDelivery.APP_REPOSITORY, BRANCH);
        shop.workspace.push(
                CONFIGURATION, "main", Map.of(".millrace/updates.yaml", "policies: []\n"), "Require nothing");
    }

    private String image() {
        return shop.registry() + "/proven/web";
    }

    private static String values(String version) {
        return "version: " + version + " # IMAGE_TAG\n";
    }

    private static String publicKey(String name) {
        try {
            return Files.readString(KEYS.resolve(name + ".pub"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
