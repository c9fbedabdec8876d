package dev.millrace.updater.policy.read;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.millrace.events.Topic;
import dev.millrace.updater.policy.Promotion;
import dev.millrace.yaml.InvalidYaml;
import dev.millrace.yaml.YamlMapping;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the conditions for a policy's next version. */
final class PromotionReader {
    private static final CronParser CRON = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

    private static final int MAX_CRON = 255;
    private static final int MAX_FREEZES = 20;
    private static final int MAX_REASON = 500;
    private static final ZonedDateTime ANY_TIME = ZonedDateTime.of(2024, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    private PromotionReader() {}

    static Promotion read(YamlMapping policy, Optional<String> environment, UnaryOperator<String> known) {
        Optional<Promotion.After> after = policy.value("after").map(node -> after(node, known));
        if (environment.isPresent()
                && after.filter(upstream -> upstream.environments().contains(environment.get()))
                        .isPresent()) {
            throw new InvalidYaml(
                    policy.required("after"), "an environment cannot come after itself: " + environment.get());
        }
        return new Promotion(
                environment,
                after,
                policy.value("gates").map(PromotionReader::gates).orElse(Promotion.Gates.NONE),
                policy.word("onFailure", Map.of("nothing", false, "revert", true))
                        .orElse(false),
                suspended(policy));
    }

    /** A suspension without a reason could not be understood later. */
    private static Optional<String> suspended(YamlMapping policy) {
        boolean suspended = policy.flag("suspend");
        Optional<String> reason = policy.parsed("reason", PromotionReader::reason);
        if (suspended && reason.isEmpty()) {
            throw new InvalidYaml(policy.required("suspend"), "'suspend' needs a 'reason' beside it");
        }
        if (!suspended && reason.isPresent()) {
            throw new InvalidYaml(policy.required("reason"), "'reason' is only for 'suspend: true'");
        }
        return reason;
    }

    private static String reason(String text) {
        if (text.isBlank() || text.length() > MAX_REASON) {
            throw new IllegalArgumentException("1 to " + MAX_REASON + " characters are expected");
        }
        return text.strip();
    }

    private static Promotion.After after(Node node, UnaryOperator<String> known) {
        YamlMapping after = new YamlMapping("after", node, Set.of("environment", "environments", "of", "healthy"));
        if (after.value("environment").isPresent()
                == after.value("environments").isPresent()) {
            throw new InvalidYaml(node, "'after' needs either 'environment' or 'environments'");
        }
        List<String> environments = after.parsed("environment", known)
                .map(List::of)
                .orElseGet(() -> after.list("environments").stream()
                        .map(item -> YamlMapping.parse(item, "environments", known))
                        .toList());
        if (environments.isEmpty()) {
            throw new InvalidYaml(node, "'after' names no environment");
        }
        Duration healthy = YamlMapping.parse(after.required("healthy"), "healthy", Durations::parse);
        if (healthy.compareTo(Topic.RETENTION_PERIOD) > 0) {
            throw new InvalidYaml(
                    after.required("healthy"),
                    "'healthy': longer than the retention of events, " + Topic.RETENTION_PERIOD.toDays() + " days");
        }
        return new Promotion.After(
                environments,
                after.word("of", Map.of("all", true, "any", false)).orElse(true),
                healthy);
    }

    private static Promotion.Gates gates(Node node) {
        YamlMapping gates = new YamlMapping("gates", node, Set.of("approval", "freeze", "perDay"));
        Optional<Integer> perDay = gates.parsed("perDay", text -> {
            if (!text.matches("[1-9][0-9]{0,3}")) {
                throw new IllegalArgumentException("a number from 1 to 9999 is expected, not " + text);
            }
            return Integer.valueOf(text);
        });
        return new Promotion.Gates(
                gates.word("approval", Map.of("manual", true, "none", false)).orElse(false),
                freezes(gates),
                perDay.map(OptionalInt::of).orElseGet(OptionalInt::empty));
    }

    private static List<Promotion.Freeze> freezes(YamlMapping gates) {
        List<Node> freezes = gates.list("freeze");
        if (freezes.size() > MAX_FREEZES) {
            throw new InvalidYaml(gates.required("freeze"), "at most " + MAX_FREEZES + " freezes are expected");
        }
        return freezes.stream().map(PromotionReader::freeze).toList();
    }

    private static Promotion.Freeze freeze(Node node) {
        YamlMapping freeze = new YamlMapping("a freeze", node, Set.of("cron", "lasts", "zone"));
        return new Promotion.Freeze(
                YamlMapping.parse(freeze.required("cron"), "cron", PromotionReader::cron),
                YamlMapping.parse(freeze.required("lasts"), "lasts", Durations::parse),
                freeze.parsed("zone", PromotionReader::zone).orElse(ZoneOffset.UTC));
    }

    private static String cron(String text) {
        if (text.length() > MAX_CRON) {
            throw new IllegalArgumentException("at most " + MAX_CRON + " characters are expected");
        }
        Cron cron = CRON.parse(text).validate();
        if (ExecutionTime.forCron(cron).nextExecution(ANY_TIME).isEmpty()) {
            throw new IllegalArgumentException("a freeze that never begins: " + text);
        }
        return text;
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("unknown time zone: " + text, e);
        }
    }
}
