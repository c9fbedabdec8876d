package dev.millrace.sync.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A condition with guards holds for the same objects as the condition without them. */
class PresenceGuardsTest {
    private static final List<Map<String, Object>> OBJECTS = List.of(
            Map.of(),
            Map.of("status", Map.of()),
            Map.of("status", "text"),
            Map.of("status", Map.of("phase", "Running")),
            Map.of("status", Map.of("phase", "Failed", "nodes", List.of(Map.of("state", "Up"), Map.of()))),
            Map.of("status", Map.of("phase", 7)),
            Map.of("status", Map.of("node", Map.of("state", "Up"), "count", 3)),
            Map.of("status", Map.of("node", List.of(), "count", "3")));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "self.status.phase == 'Running'",
                "self.status.phase != 'Running'",
                "!(self.status.phase == 'Running')",
                "!(self.status.phase != 'Running')",
                "self.status.phase == 'Failed' || self.status.node.state == 'Up'",
                "self.status.phase == 'Failed' && self.status.node.state == 'Up'",
                "self.status.node.state == 'Up' || !has(self.status.phase)",
                "!has(self.status) || !has(self.status.phase)",
                "self.status.phase in ['Running', 'Failed']",
                "!(self.status.phase in ['Running', 'Failed'])",
                "self.status.count > 2 || self.status.phase == 'Running'",
                "self.status.count == self.status.node.count || has(self.status.count)",
                "self.status.nodes.exists(n, n.state == 'Up')",
                "self.status.nodes.all(n, n.state == 'Up') || self.status.phase == 'Running'",
                "self.status.phase == 'Running' ? true : self.status.count == 3",
                "(self.status.phase == 'Running' || self.status.count == 3) && !(self.status.count == 4)",
                "size(self.status.nodes) == 2 || self.status.node.state == 'Up'",
                "self.status['phase'] == 'Running'",
                "'Running' == self.status.phase",
                "has(self.status) && (self.status.phase == 'Failed' || self.status.phase == 7)"
            })
    void holdsForTheSameObjects(String condition) {
        Expression plain = Expression.compile(condition);
        Expression guarded = Expression.compileWithConditions(condition, true);

        for (Map<String, Object> object : OBJECTS) {
            assertThat(guarded.holdsFor(variables(object)))
                    .as("%s for %s", condition, object)
                    .isEqualTo(plain.holds(object));
        }
    }

    private static Map<String, Object> variables(Map<String, Object> object) {
        return Map.of("self", Expression.presentValues(object), "conditions", Expression.presentValues(Map.of()));
    }
}
