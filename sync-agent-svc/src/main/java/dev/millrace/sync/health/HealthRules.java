package dev.millrace.sync.health;

import dev.millrace.events.Health;
import dev.millrace.sync.health.builtin.BuiltInRules;
import dev.millrace.sync.health.exact.KindRule;
import dev.millrace.sync.health.exact.KindRules;
import dev.millrace.sync.health.general.Deviations;
import dev.millrace.sync.health.general.GeneralRule;
import dev.millrace.sync.health.object.HealthContext;
import dev.millrace.sync.health.object.ObjectFacts;
import dev.millrace.sync.health.object.ObjectHealth;
import dev.millrace.sync.health.object.Trace;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Optional;

/**
 * Computes an object's health from the object and the facts of its kind: by the rules of Kubernetes' own kinds, the exact rule of a kind, or the general
 * rule for all others.
 */
public final class HealthRules {
    private static final String DELETION = "deletion";

    private HealthRules() {}

    /** Returns the health of an object of which nothing else is known, by Millrace's own rules. */
    public static ObjectHealth of(GenericKubernetesResource object) {
        return of(object, KindRules.NONE);
    }

    /**
     * Returns the health of an object of which nothing else is known.
     *
     * @param rules the exact rules of kinds
     */
    public static ObjectHealth of(GenericKubernetesResource object, KindRules rules) {
        return of(object, rules, HealthContext.NONE);
    }

    /** Returns the object's health, with a message that names the cause, and the rule that decided. */
    public static ObjectHealth of(GenericKubernetesResource object, KindRules rules, HealthContext context) {
        return of(object, rules, context, Trace.NONE);
    }

    /** @param trace receives each rule that is asked, with its answer */
    public static ObjectHealth of(
            GenericKubernetesResource object, KindRules rules, HealthContext context, Trace trace) {
        ObjectFacts facts = new ObjectFacts(object);
        if (object.getMetadata().getDeletionTimestamp() != null) {
            ObjectHealth deleted =
                    ObjectHealth.progressing("it is being deleted").by(DELETION);
            trace.asked(DELETION, Optional.of(deleted));
            return deleted;
        }
        trace.asked(DELETION, Optional.empty());
        Optional<ObjectHealth> builtIn = BuiltInRules.of(facts, context);
        if (builtIn.isPresent()) {
            trace.asked(builtIn.get().rule(), builtIn);
            return builtIn.get();
        }
        Optional<KindRule> rule = rules.of(facts.group(), object.getKind());
        GeneralRule general =
                new GeneralRule(facts, context, rule.map(KindRule::deviations).orElse(Deviations.NONE));
        return rule.flatMap(of -> exact(facts, of, general, trace)).orElseGet(() -> {
            ObjectHealth health = general.health(trace);
            return rule.map(of -> of.accepted(health)).orElse(health);
        });
    }

    /** An object that is paused is not reconciled, so its generation may stay behind; a status of an older generation decides nothing. */
    private static Optional<ObjectHealth> exact(ObjectFacts object, KindRule rule, GeneralRule general, Trace trace) {
        KindRule.Evaluation evaluation = new KindRule.Evaluation(object);
        Optional<ObjectHealth> answer = rule.suspended(object, evaluation)
                .or(general::paused)
                .or(general::behind)
                .or(() -> rule.of(object, evaluation))
                .map(health -> explained(object, health, general));
        trace.asked(rule.name(), answer);
        return answer;
    }

    /** The general rule has the controller's words for what it judges in the same way. */
    private static ObjectHealth explained(ObjectFacts object, ObjectHealth health, GeneralRule general) {
        if (health.health() == Health.Healthy || !health.message().isBlank()) {
            return health;
        }
        ObjectHealth judged = general.health(Trace.NONE);
        String message =
                judged.health() == health.health() ? judged.message() : KindRule.fallback(object, health.health());
        return new ObjectHealth(health.health(), message, health.rule());
    }
}
