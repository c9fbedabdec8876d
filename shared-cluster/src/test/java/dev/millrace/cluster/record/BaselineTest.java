package dev.millrace.cluster.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cluster.fields.FieldDifference;
import dev.millrace.events.value.ObjectRef;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BaselineTest {
    private static final ObjectRef SECRET = new ObjectRef("v1", "Secret", Optional.of("shop"), "access");
    private static final String STORED = """
            {"apiVersion": "v1", "kind": "Secret", "type": "Opaque", "metadata": {"name": "access", "uid": "u",
               "annotations": {"millrace.dev/applied": "h1", "note": "pa55word"},
               "managedFields": [{"manager": "millrace", "operation": "Apply", "apiVersion": "v1", "fieldsType": "FieldsV1",
                 "fieldsV1": {"f:data": {"f:password": {}}, "f:type": {}, "f:metadata": {"f:annotations": {"f:millrace.dev/applied": {}, "f:note": {}}}}}]},
             "data": {"password": "cGE1NXdvcmQ="}}""";

    private static Baseline baseline() {
        return Baseline.of(SECRET, Records.json(STORED), Records.SALT).orElseThrow();
    }

    @Test
    void noValueOfASecretIsKept() {
        String kept = new String(RecordCodec.json(baseline()), StandardCharsets.UTF_8);

        assertThat(kept).contains("\"h1\"", "Opaque").doesNotContain("cGE1NXdvcmQ=", "pa55word");
    }

    @Test
    void aSecretIsComparedByItsHashes() {
        JsonNode changed = Records.json(STORED.replace("cGE1NXdvcmQ=", "b3RoZXI="));

        List<FieldDifference> differences = baseline().differences(SECRET, changed, Records.SALT);

        assertThat(baseline().differences(SECRET, Records.json(STORED), Records.SALT))
                .isEmpty();
        assertThat(differences).extracting(d -> d.path().toString()).containsExactly("data.password");
        assertThat(differences.toString()).doesNotContain("b3RoZXI=", "cGE1NXdvcmQ=");
    }

    @Test
    void theAppliedHashIsReadFromTheBaseline() {
        assertThat(baseline().applied()).contains("h1");
    }

    @Test
    void anAnswerThatNamesNoFieldOfOursGivesNone() {
        assertThat(Baseline.of(SECRET, Records.json(STORED.replace("\"Apply\"", "\"Update\"")), Records.SALT))
                .isEmpty();
    }
}
