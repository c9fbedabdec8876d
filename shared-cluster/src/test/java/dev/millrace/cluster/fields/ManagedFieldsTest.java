package dev.millrace.cluster.fields;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ManagedFieldsTest {
    private final ManagedFields managed = read("""
            {"metadata": {"managedFields": [
              {"manager": "millrace", "operation": "Apply", "apiVersion": "apps/v1", "time": "2026-01-01T00:00:00Z", "fieldsType": "FieldsV1",
               "fieldsV1": {"f:spec": {"f:a": {}, "f:ports": {}, "f:only": {}}}},
              {"manager": "kubectl-edit", "operation": "Update", "apiVersion": "apps/v1", "time": "2026-01-02T00:00:00Z", "fieldsType": "FieldsV1",
               "fieldsV1": {"f:spec": {"f:a": {}, "f:list": {}, "f:map": {"f:x": {}}}}},
              {"manager": "late", "operation": "Update", "apiVersion": "apps/v1", "time": "2026-01-03T00:00:00Z", "fieldsType": "FieldsV1",
               "fieldsV1": {"f:spec": {"f:a": {}}}},
              {"manager": "millrace", "operation": "Update", "subresource": "status", "apiVersion": "apps/v1", "fieldsType": "FieldsV1",
               "fieldsV1": {"f:status": {"f:s": {}}}}]}}""");

    private static ManagedFields read(String object) {
        try {
            return ManagedFields.of(new JsonMapper().readTree(object));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private Optional<Owner> ownerOf(String... path) {
        return managed.ownerOf(FieldPath.of(path), "millrace");
    }

    @Test
    void ofSeveralThatAgreeOnTheValueTheOwnerIsTheFirst() {
        assertThat(ownerOf("spec", "a"))
                .contains(new Owner("kubectl-edit", "Update", "", Optional.of(Instant.parse("2026-01-02T00:00:00Z"))));
    }

    @Test
    void ofAValueThatIsWrittenAsAWholeTheOwnerHasAllOfIt() {
        assertThat(ownerOf("spec", "list", "deep")).map(Owner::manager).contains("kubectl-edit");
    }

    @Test
    void ofAMapTheOwnerIsWhoHasSomethingInIt() {
        assertThat(ownerOf("spec", "map")).map(Owner::manager).contains("kubectl-edit");
    }

    @Test
    void weAreNamedOnlyWhenThereIsNobodyElse() {
        assertThat(ownerOf("spec", "only")).map(Owner::manager).contains("millrace");
        assertThat(ownerOf("spec", "nobody")).isEmpty();
    }

    @Test
    void whatIsOursIsWhatWeAppliedAndNoSubresource() {
        assertThat(managed.isAppliedBy("millrace", FieldPath.of("spec", "a"))).isTrue();
        assertThat(managed.isAppliedBy("millrace", FieldPath.of("status", "s"))).isFalse();
    }

    @Test
    void anObjectWithoutManagedFieldsIsNobodys() {
        assertThat(read("{}").appliedBy("millrace")).isEmpty();
    }
}
