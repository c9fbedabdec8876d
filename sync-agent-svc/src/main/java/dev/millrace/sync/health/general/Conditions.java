package dev.millrace.sync.health.general;

import dev.millrace.sync.health.object.Condition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The conditions of the status, by the role of their type. */
final class Conditions implements Step {
    /** The message of {@code Running} while operators in Ansible work; it stays true between their runs (operator-sdk, Ansible). */
    private static final String WORK_OF_ANSIBLE = "Running reconciliation";

    /** How many failed conditions a message names. */
    private static final int MAX_SHOWN = 3;

    /** The order of conditions in a status is irrelevant: the worst is first, of several the one that sums the object up. */
    private static final Comparator<Verdict> ORDER = Comparator.comparing(Verdict::meaning)
            .thenComparing(verdict -> !verdict.sumsUp())
            .thenComparing(Verdict::finding, Finding.ORDER);

    /** @param sumsUp true if the condition states the health of the whole object */
    private record Verdict(Finding finding, boolean sumsUp) {
        static Verdict of(Condition condition, Meaning meaning) {
            return new Verdict(
                    new Finding(meaning, "condition " + condition.type(), message(condition)),
                    Names.role(condition.type()) == ConditionRole.PRIMARY);
        }

        Meaning meaning() {
            return finding.meaning();
        }
    }

    @Override
    public String name() {
        return "conditions";
    }

    @Override
    public Optional<Finding> of(Subject subject) {
        boolean summedUp = subject.summedUp();
        List<Verdict> found = new ArrayList<>(subject.conditions().size());
        for (Condition condition : subject.conditions()) {
            Meaning meaning = meaning(condition, subject.role(condition), summedUp, subject.ends());
            if (meaning != Meaning.NEUTRAL) {
                found.add(Verdict.of(condition, meaning));
            }
        }
        if (!summedUp && !subject.parts().isEmpty() && subject.ownState() != Meaning.HEALTHY) {
            for (Condition condition : subject.parts()) {
                Meaning meaning = partOfObject(condition, subject.role(condition));
                if (meaning != Meaning.NEUTRAL) {
                    found.add(Verdict.of(condition, meaning));
                }
            }
        }
        if (subject.ends() && found.stream().anyMatch(Conditions::isEnd)) {
            found.removeIf(each -> each.meaning() == Meaning.PROGRESSING);
        }
        found.sort(ORDER);
        return found.stream().limit(MAX_SHOWN).map(Verdict::finding).reduce(Finding::worse);
    }

    /** Controllers of objects that end leave the conditions of earlier phases true. */
    private static boolean isEnd(Verdict verdict) {
        return verdict.meaning() == Meaning.HEALTHY
                && Names.isEnd(verdict.finding().source());
    }

    /** A condition of a part never states that the object is healthy. */
    private static Meaning partOfObject(Condition condition, ConditionRole role) {
        Meaning meaning =
                meaning(condition, role == ConditionRole.PRIMARY ? ConditionRole.SECONDARY : role, false, false);
        return meaning == Meaning.FAILED || meaning == Meaning.PROGRESSING ? meaning : Meaning.NEUTRAL;
    }

    private static Meaning meaning(Condition condition, ConditionRole role, boolean summedUp, boolean ends) {
        return switch (role) {
            case ABNORMAL -> abnormal(condition);
            case PROGRESSING -> progressing(condition);
            case SUSPENDED -> suspended(condition);
            case PRIMARY -> summary(condition);
            case SECONDARY ->
                ends && condition.isTrue() && !Names.isEnd(condition.name())
                        ? Meaning.NEUTRAL
                        : part(condition, summedUp);
            case NEUTRAL -> unknown(condition, summedUp);
        };
    }

    /** Some controllers leave the status out of what they report only when it is true. */
    private static Meaning abnormal(Condition condition) {
        if (!condition.isTrue() && !condition.status().isEmpty()) {
            return Meaning.NEUTRAL;
        }
        Meaning reason = reason(condition);
        boolean vague = Texts.isVague(condition.reason()) || Texts.isVague(condition.type());
        if (vague && reason != Meaning.FAILED) {
            boolean explained = reason == Meaning.PROGRESSING && !Texts.isVague(condition.reason());
            boolean mild = isMild(condition) && Texts.message(condition.message()) != Meaning.FAILED;
            return explained || mild ? Meaning.PROGRESSING : Meaning.FAILED;
        }
        return reason == Meaning.PROGRESSING ? Meaning.PROGRESSING : Meaning.FAILED;
    }

    /** {@code Unavailable} is no failure of its own, as {@code NotReady} is. */
    private static boolean isMild(Condition condition) {
        return condition.name().equals("Unavailable");
    }

    /** A controller may stop an object because it failed. */
    private static Meaning suspended(Condition condition) {
        if (!condition.isTrue()) {
            return Meaning.NEUTRAL;
        }
        return reason(condition) == Meaning.FAILED ? Meaning.FAILED : Meaning.SUSPENDED;
    }

    private static Meaning progressing(Condition condition) {
        if (condition.isTrue()) {
            if (Texts.isDone(condition.reason())) {
                return Meaning.HEALTHY;
            }
            Meaning reason = reason(condition);
            return reason == Meaning.FAILED || reason == Meaning.SUSPENDED ? reason : Meaning.PROGRESSING;
        }
        return condition.isFalse() && reason(condition) == Meaning.FAILED ? Meaning.FAILED : Meaning.NEUTRAL;
    }

    private static Meaning summary(Condition condition) {
        if (condition.isTrue()) {
            return reached(condition);
        }
        return condition.isFalse() ? explained(condition) : Meaning.PROGRESSING;
    }

    /** An end may be one in failure: {@code Complete} with the reason {@code JobFailed}. */
    private static Meaning reached(Condition condition) {
        return Names.isEnd(condition.name()) && reason(condition) == Meaning.FAILED ? Meaning.FAILED : Meaning.HEALTHY;
    }

    private static Meaning part(Condition condition, boolean summedUp) {
        if (condition.isTrue()) {
            return condition.message().equals(WORK_OF_ANSIBLE) ? Meaning.PROGRESSING : reached(condition);
        }
        if (summedUp) {
            return condition.isFalse() && reason(condition) == Meaning.FAILED ? Meaning.FAILED : Meaning.NEUTRAL;
        }
        return condition.isFalse() ? explained(condition) : Meaning.PROGRESSING;
    }

    private static Meaning unknown(Condition condition, boolean summedUp) {
        boolean failed = !summedUp
                && condition.isFalse()
                && !condition.reason().equals(condition.name())
                && reason(condition) == Meaning.FAILED;
        return failed ? Meaning.FAILED : Meaning.NEUTRAL;
    }

    /** The meaning of a summary that is false, by the words of its reason, then of its message. */
    private static Meaning explained(Condition condition) {
        if (Texts.isDone(condition.reason())) {
            return Meaning.HEALTHY;
        }
        if (condition.severity().equals("Error") || condition.severity().equals("Info")) {
            return condition.severity().equals("Error") ? Meaning.FAILED : Meaning.PROGRESSING;
        }
        Meaning reason = reason(condition);
        if (reason == Meaning.FAILED
                && (Texts.isExpected(condition.message())
                        || (Texts.isBareFailure(condition.reason()) && Texts.isUnready(condition.message())))) {
            return Meaning.PROGRESSING;
        }
        boolean vague = reason == Meaning.PROGRESSING && Texts.isVague(condition.reason());
        if (reason == Meaning.NEUTRAL || reason == Meaning.HEALTHY || vague) {
            Meaning message = Texts.message(condition.message());
            return message == Meaning.FAILED || message == Meaning.SUSPENDED ? message : Meaning.PROGRESSING;
        }
        return reason;
    }

    private static Meaning reason(Condition condition) {
        return Texts.reason(condition.reason());
    }

    private static String message(Condition condition) {
        String words = condition.reasonAndMessage();
        return words.isBlank() ? condition.type() + " is " + condition.status() : words;
    }
}
