package dev.millrace.acceptance.attack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** An Application and the files of its folder, correct until a generator damages them. */
final class HostileApplication {
    /** The name of the file whose object is correct. */
    static final String OBJECT = "object.yaml";

    /** The name of an Application that stays as it is. */
    static final String CORRECT = "correct";

    /** Damages an Application. */
    @FunctionalInterface
    interface Generator {
        /** @param number the number of the Application within its round, from 0 */
        void damage(HostileApplication application, Random random, int number);
    }

    final ObjectNode spec;
    final Map<String, byte[]> files = new HashMap<>();

    HostileApplication(ObjectNode spec, int number) {
        this.spec = spec;
        file(OBJECT, configMap(number, "{a: b}"));
    }

    static String name(int number) {
        return "hostile-" + number;
    }

    static String configMap(int number, String data) {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name(number) + "}\ndata: " + data + "\n";
    }

    ObjectNode source() {
        return spec.withObject("/source");
    }

    /** The repository's address without damage. */
    String repository() {
        return source().path("repository").asText();
    }

    void file(String path, String text) {
        files.put(path, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Lets the Application depend on another one. */
    ObjectNode dependOn(String other) {
        return spec.withArray("/dependsOn").addObject().put("name", other);
    }

    /** Lets the Application wait for a condition, which is evaluated on the correct Application. */
    void waitFor(String condition) {
        dependOn(CORRECT).put("ready", condition);
    }

    /** Makes the folder a chart with one template. */
    void chart(String template) {
        files.remove(OBJECT);
        file("Chart.yaml", "{apiVersion: v2, name: hostile, version: 1.0.0}\n");
        file("templates/all.yaml", template);
    }
}
