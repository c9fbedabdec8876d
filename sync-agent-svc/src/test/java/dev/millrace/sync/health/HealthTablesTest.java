package dev.millrace.sync.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.sync.health.HealthTables.Row;
import dev.millrace.sync.health.exact.KindRules;
import dev.millrace.sync.health.object.HealthContext;
import dev.millrace.sync.health.object.ObjectHealth;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The states of the kinds of operators, as their API documentation describes them: the tables in {@code health-tables/}. */
class HealthTablesTest {
    private static final KindRules SHIPPED = KindRules.shipped();

    static Stream<Row> rows() {
        return HealthTables.all().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void anObjectIsAsHealthyAsItsOperatorDocuments(Row row) {
        ObjectHealth health =
                HealthRules.of(row.object(), SHIPPED, HealthContext.NONE.withStatus(row.declaresStatus()));

        assertThat(health.health()).as(health.toString()).isEqualTo(row.expected());
        assertThat(health.message()).containsIgnoringCase(row.reason());
        assertThat(health.rule()).isNotEmpty();
    }

    @Test
    void theTablesHaveEachStateOfManyKinds() {
        assertThat(rows()).hasSizeGreaterThan(400);
        assertThat(rows().map(row -> row.object().getKind()).distinct()).hasSizeGreaterThan(150);
    }
}
