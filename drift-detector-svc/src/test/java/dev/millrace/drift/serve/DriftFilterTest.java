package dev.millrace.drift.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.events.DriftDetected;
import dev.millrace.events.DriftDetected.Change;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class DriftFilterTest {
    private static final DriftDetected EVENT =
            Drifts.event("settings", Change.Modified, Drifts.field("data.a", "1", "2"));

    static final List<Arguments> QUERIES = List.of(
            Arguments.of("no condition", new DriftQuery(), true),
            Arguments.of("application", query("application", "test/apps/web"), true),
            Arguments.of("application without its cluster", query("application", "apps/web"), true),
            Arguments.of("a part of the application's name", query("application", "eb"), false),
            Arguments.of("another application", query("application", "test/apps/other"), false),
            Arguments.of("kind", query("kind", "ConfigMap"), true),
            Arguments.of("another kind", query("kind", "Deployment"), false),
            Arguments.of("namespace", query("namespace", "shop"), true),
            Arguments.of("another namespace", query("namespace", "apps"), false),
            Arguments.of("manager", query("manager", "kubectl-edit"), true),
            Arguments.of("another manager", query("manager", "helm"), false),
            Arguments.of("change", query("change", "modified"), true),
            Arguments.of("another change", query("change", "Missing"), false),
            Arguments.of("since that very time", query("since", "2026-03-14T09:00:00Z"), true),
            Arguments.of("since later", query("since", "2026-03-14T09:00:01Z"), false),
            Arguments.of("since a duration", query("since", "PT1H"), true),
            Arguments.of("blank", query("kind", " "), true));

    @ParameterizedTest(name = "{0}")
    @FieldSource("QUERIES")
    void anEventMatchesIfAllConditionsHold(String name, DriftQuery query, boolean matches) {
        assertThat(query.filter(Drifts.AT.plus(Duration.ofMinutes(5))).accepts(EVENT))
                .isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "P999999999999D", "2026-13-01", "-1", "PT"})
    void aTimeThatCannotBeReadIsRefusedWithItsName(String since) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> query("since", since).filter(Drifts.AT))
                .withMessageStartingWith("since: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "201", "-1", "9999999999999", "ten"})
    void aLimitOutOfBoundsIsRefused(String limit) {
        assertThatIllegalArgumentException()
                .isThrownBy(query("limit", limit)::limit)
                .withMessageStartingWith("limit: ");
    }

    @Test
    void otherParametersThatCannotBeReadAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> query("change", "Broken").filter(Drifts.AT))
                .withMessageStartingWith("change: one of Modified, Missing");
        assertThatIllegalArgumentException()
                .isThrownBy(query("state", "all")::state)
                .withMessageStartingWith("state: ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> query("kind", "k".repeat(2000)).filter(Drifts.AT))
                .withMessageStartingWith("kind: ");
    }

    @Test
    void theDefaultsAreOneHundredOpenDrifts() {
        assertThat(new DriftQuery().limit()).isEqualTo(100);
        assertThat(new DriftQuery().state()).isEqualTo(DriftQuery.State.OPEN);
        assertThat(new DriftQuery().after()).isEqualTo(Optional.empty());
    }

    private static DriftQuery query(String name, String value) {
        DriftQuery query = new DriftQuery();
        switch (name) {
            case "application" -> query.application = value;
            case "kind" -> query.kind = value;
            case "namespace" -> query.namespace = value;
            case "manager" -> query.manager = value;
            case "change" -> query.change = value;
            case "since" -> query.since = value;
            case "state" -> query.state = value;
            default -> query.limit = value;
        }
        return query;
    }
}
