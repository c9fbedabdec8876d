package dev.millrace.git.webhook;

import java.util.List;

/** The result of verifying a request. */
public sealed interface WebhookVerdict {

    /** The request is signed with one of our secrets. */
    record Accepted(List<PushNotice> pushes) implements WebhookVerdict {
        public Accepted {
            pushes = List.copyOf(pushes);
        }
    }

    /** The request has no known signature: answer 401. */
    record Unsigned() implements WebhookVerdict {}

    /** None of our secrets matches the signature: answer 401. */
    record Forged() implements WebhookVerdict {}

    /** The request is signed, but its payload is invalid: answer 400. */
    record Malformed(String reason) implements WebhookVerdict {}

    /** The request is signed, but of no interest, such as a ping: answer 202. */
    record Ignored(String reason) implements WebhookVerdict {}
}
