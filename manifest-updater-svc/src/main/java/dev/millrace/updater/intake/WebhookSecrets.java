package dev.millrace.updater.intake;

import java.util.List;

/** Secrets that a push webhook may be signed with; several while one is being replaced. Without any the receiver is off. Never shown. */
public record WebhookSecrets(List<String> git) {
    public WebhookSecrets {
        git = List.copyOf(git);
    }

    @Override
    public String toString() {
        return "WebhookSecrets[***]";
    }
}
