package dev.millrace.sync.health.general;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Booleans of the status itself, named like conditions: {@code ready: false}. */
final class Flags implements Step {
    @Override
    public String name() {
        return "flags";
    }

    @Override
    public Optional<Finding> of(Subject subject) {
        boolean summedUp = subject.summedUp();
        Finding worst = null;
        for (Map.Entry<?, ?> entry : subject.status().entrySet()) {
            String name = String.valueOf(entry.getKey());
            Boolean flag = flag(entry.getValue());
            if (flag != null && !subject.deviations().ignores("status." + name)) {
                Meaning meaning = explained(meaning(name, flag), subject);
                if (meaning == Meaning.FAILED || (meaning != Meaning.NEUTRAL && !summedUp)) {
                    Finding found =
                            new Finding(meaning, "status." + name, "status." + name + " is " + flag + message(subject));
                    worst = Finding.first(worst, found);
                }
            }
        }
        return Optional.ofNullable(worst);
    }

    private static String message(Subject subject) {
        String message = subject.object().text("status", "message");
        return message.isBlank() ? "" : ": " + message;
    }

    /** Some controllers write booleans as text. */
    private static @Nullable Boolean flag(@Nullable Object value) {
        if (value instanceof String text) {
            return text.equalsIgnoreCase("true") ? Boolean.TRUE : text.equalsIgnoreCase("false") ? Boolean.FALSE : null;
        }
        return value instanceof Boolean flag ? flag : null;
    }

    private static Meaning meaning(String name, boolean flag) {
        if (name.equals("valid") && !flag) {
            return Meaning.FAILED;
        }
        String plain = name.startsWith("is") && name.length() > 2 ? name.substring(2) : name;
        if (plain.equals("readyToUse") || plain.equals("readyForUse")) {
            return flag ? Meaning.HEALTHY : Meaning.PROGRESSING;
        }
        if (flag && Names.isEnd(plain)) {
            return Meaning.HEALTHY;
        }
        return switch (Names.role(plain)) {
            case ABNORMAL -> flag && Words.of(plain).size() == 1 ? Meaning.FAILED : Meaning.NEUTRAL;
            case PROGRESSING -> flag ? Meaning.PROGRESSING : Meaning.NEUTRAL;
            case SUSPENDED -> flag ? Meaning.SUSPENDED : Meaning.NEUTRAL;
            case PRIMARY -> flag ? Meaning.HEALTHY : Meaning.PROGRESSING;
            case SECONDARY ->
                flag || Names.isPlain(name) || Words.of(plain).size() > 1 ? Meaning.NEUTRAL : Meaning.PROGRESSING;
            case NEUTRAL -> Meaning.NEUTRAL;
        };
    }

    private static Meaning explained(Meaning flag, Subject subject) {
        boolean failed = flag == Meaning.PROGRESSING
                && Texts.message(subject.object().text("status", "message")) == Meaning.FAILED;
        return failed ? Meaning.FAILED : flag;
    }
}
