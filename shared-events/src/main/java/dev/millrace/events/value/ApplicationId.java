package dev.millrace.events.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.regex.Pattern;

/** The identity of an Application resource: {@code <cluster>/<namespace>/<name>}; the cluster's name comes from the agent's configuration. */
public record ApplicationId(String cluster, String namespace, String name) {
    /** The limit of Kubernetes for the names of objects. */
    private static final int MAX_LENGTH = 253;

    private static final Pattern PART = Pattern.compile("[a-z0-9]([a-z0-9.-]*[a-z0-9])?");

    public ApplicationId {
        for (String part : List.of(cluster, namespace, name)) {
            if (part.length() > MAX_LENGTH) {
                throw new IllegalArgumentException("not the name of a cluster, namespace or application: "
                        + part.length() + " characters; at most " + MAX_LENGTH + " are allowed");
            }
            if (!PART.matcher(part).matches()) {
                throw new IllegalArgumentException("not the name of a cluster, namespace or application: " + part);
            }
        }
    }

    /** Reads {@code <cluster>/<namespace>/<name>}. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ApplicationId parse(String text) {
        String[] parts = text.split("/", 4);
        if (parts.length != 3) {
            throw new IllegalArgumentException("not <cluster>/<namespace>/<name>: " + Quoted.of(text));
        }
        return new ApplicationId(parts[0], parts[1], parts[2]);
    }

    @Override
    @JsonValue
    public String toString() {
        return cluster + "/" + namespace + "/" + name;
    }
}
