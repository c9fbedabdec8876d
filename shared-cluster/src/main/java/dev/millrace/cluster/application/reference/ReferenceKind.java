package dev.millrace.cluster.application.reference;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The kinds of objects that hold values. */
public enum ReferenceKind {
    @JsonProperty("ConfigMap")
    CONFIG_MAP("ConfigMap"),
    @JsonProperty("Secret")
    SECRET("Secret");

    private final String kind;

    ReferenceKind(String kind) {
        this.kind = kind;
    }

    @Override
    public String toString() {
        return kind;
    }
}
