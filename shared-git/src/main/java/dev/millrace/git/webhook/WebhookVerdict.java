package dev.millrace.git.webhook;

import java.util.List;

/** What to make of a request. */
public sealed interface WebhookVerdict {

    /** Signed by somebody who knows a secret of ours. */
    record Accepted(List<PushNotice> pushes) implements WebhookVerdict {
        public Accepted {
            pushes = List.copyOf(pushes);
        }
    }

    /** No signature, or none that we know: answer 401. */
    record Unsigned() implements WebhookVerdict {}

    /** A signature that none of our secrets gives: answer 401. */
    record Forged() implements WebhookVerdict {}

    /** Signed, but no payload that can be read: answer 400. */
    record Malformed(String reason) implements WebhookVerdict {}

    /** Signed, and of no interest here, such as a ping: answer 202. */
    record Ignored(String reason) implements WebhookVerdict {}
}
