package dev.millrace.sync.manifest;

/** A document that can't be read, or is no Kubernetes object. The reason is a sentence for users and holds no value of the document. */
public record Unreadable(Origin origin, String reason) {

    @Override
    public String toString() {
        return origin + ": " + reason;
    }
}
