package dev.millrace.sync.health.general;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Texts that are states: {@code phase}, {@code state}, {@code *Status}, a few levels deep. */
final class States implements Step {
    /** The fields beside a state that explain it. */
    private static final List<String> MESSAGES = List.of(
            "message",
            "description",
            "reason",
            "statusMessage",
            "stateMessage",
            "msg",
            "lastMessage",
            "errorReason",
            "failureReason");

    @Override
    public String name() {
        return "states";
    }

    @Override
    public Optional<Finding> of(Subject subject) {
        if (subject.object().at("status") instanceof String text) {
            return Optional.of(new Finding(Texts.state(text, subject.ends()), "status", "status is " + text));
        }
        Search search = new Search(subject);
        StatusFields.walk(subject, search);
        return Optional.ofNullable(search.own == null ? search.worst : search.own)
                .or(() -> ofReason(subject));
    }

    /** A reason alone can only state a failure. */
    private static Optional<Finding> ofReason(Subject subject) {
        String reason = subject.object().text("status", "reason");
        return subject.conditions().isEmpty() && Texts.reason(reason) == Meaning.FAILED
                ? Optional.of(new Finding(Meaning.FAILED, "status.reason", reason))
                : Optional.empty();
    }

    private static final class Search implements StatusFields.Visitor {
        private final Subject subject;
        /** The worst state of the object itself, and of its parts. */
        private @Nullable Finding own;

        private @Nullable Finding worst;

        Search(Subject subject) {
            this.subject = subject;
        }

        /** Once a condition sums the object up as healthy, or a state does of its own, states of its parts don't count. */
        @Override
        public void field(String path, String name, @Nullable Object value, int depth, Map<?, ?> map) {
            if (!(value instanceof String text) || text.isBlank() || (subject.summedUp() && depth > 1)) {
                return;
            }
            boolean waits = name.equals("reason") && path.endsWith(".waiting.reason");
            if (!waits && !Names.namesState(name)) {
                return;
            }
            Meaning meaning = waits ? failedOrNeutral(text) : meaning(text, depth, map);
            if (meaning != Meaning.NEUTRAL) {
                String message = message(map);
                Finding found =
                        new Finding(meaning, path, path + " is " + text + (message.isEmpty() ? "" : ": " + message));
                if (depth == 1) {
                    own = Finding.first(own, found);
                } else {
                    worst = Finding.first(worst, found);
                }
            }
        }

        /** The reason of a container that waits (Kubernetes API, ContainerStateWaiting), which some statuses copy. */
        private static Meaning failedOrNeutral(String reason) {
            return Texts.reason(reason) == Meaning.FAILED ? Meaning.FAILED : Meaning.NEUTRAL;
        }

        private Meaning meaning(String text, int depth, Map<?, ?> map) {
            Meaning meaning = Texts.state(text, subject.ends() && depth <= 2);
            boolean failed = meaning == Meaning.PROGRESSING
                    && Texts.isVague(text)
                    && Texts.message(message(map)) == Meaning.FAILED;
            return failed ? Meaning.FAILED : meaning;
        }

        private static String message(Map<?, ?> map) {
            return MESSAGES.stream()
                    .map(map::get)
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .filter(words -> !words.isBlank())
                    .findFirst()
                    .orElse("");
        }
    }
}
