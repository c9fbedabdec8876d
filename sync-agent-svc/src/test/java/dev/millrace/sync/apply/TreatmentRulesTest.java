package dev.millrace.sync.apply;

import static dev.millrace.cluster.application.rule.ConflictRule.Policy.OURS;
import static dev.millrace.cluster.application.rule.ConflictRule.Policy.STOP;
import static dev.millrace.cluster.application.rule.ConflictRule.Policy.THEIRS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cluster.application.ImmutablePolicy;
import dev.millrace.cluster.application.rule.ConflictRule;
import dev.millrace.cluster.application.rule.IgnoreRule;
import dev.millrace.events.value.ObjectRef;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The rules of an Application that concern one object. */
class TreatmentRulesTest {
    private static final ConflictRule OURS_ANYWHERE = rule(OURS);
    private static final ConflictRule THEIRS_OF_SERVICES = rule(THEIRS, "Service");
    private static final ConflictRule STOP_OF_WORKLOADS = rule(STOP, "Deployment", "StatefulSet");

    @Test
    void aKindIsContestedOnceOneOfItsRulesIsNotOurs() {
        assertThat(contested("Service")).isEmpty();
        assertThat(contested("Service", OURS_ANYWHERE)).isEmpty();
        assertThat(contested("Service", STOP_OF_WORKLOADS)).isEmpty();
        assertThat(contested("Service", OURS_ANYWHERE, THEIRS_OF_SERVICES, STOP_OF_WORKLOADS))
                .containsExactly(OURS_ANYWHERE, THEIRS_OF_SERVICES);
        assertThat(contested("Deployment", OURS_ANYWHERE, THEIRS_OF_SERVICES, STOP_OF_WORKLOADS))
                .containsExactly(OURS_ANYWHERE, STOP_OF_WORKLOADS);
    }

    @Test
    void aRuleThatIgnoresFieldsConcernsTheObjectsThatMeetAllItsConditions() {
        IgnoreRule all = ignore(null, null, null, null);
        IgnoreRule services = ignore("", "Service", null, null);
        IgnoreRule here = ignore(null, null, "shop", "web");
        IgnoreRule other = ignore("apps", "Service", null, null);
        Treatment treatment = new Treatment(ImmutablePolicy.REPORT, List.of(), List.of(all, services, here, other));

        assertThat(treatment.ignored(new ObjectRef("v1", "Service", Optional.of("shop"), "web")))
                .containsExactly(all, services, here);
        assertThat(treatment.ignored(new ObjectRef("v1", "Service", Optional.empty(), "web")))
                .containsExactly(all, services);
        assertThat(treatment.ignored(new ObjectRef("apps/v1", "Service", Optional.of("shop"), "db")))
                .containsExactly(all, other);
    }

    private static List<ConflictRule> contested(String kind, ConflictRule... rules) {
        return new Treatment(ImmutablePolicy.REPORT, List.of(rules), List.of()).contested(kind);
    }

    private static ConflictRule rule(ConflictRule.Policy policy, String... kinds) {
        return new ConflictRule(policy, List.of(), List.of(kinds), List.of());
    }

    private static IgnoreRule ignore(
            @Nullable String group, @Nullable String kind, @Nullable String namespace, @Nullable String name) {
        return new IgnoreRule(group, kind, namespace, name, List.of("/spec/replicas"), List.of());
    }
}
