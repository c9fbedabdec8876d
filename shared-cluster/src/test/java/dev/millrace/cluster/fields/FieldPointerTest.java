package dev.millrace.cluster.fields;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldPointerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OBJECT = """
            {"metadata": {"annotations": {"a/b": "1", "c": "2"}},
             "spec": {"replicas": 3, "containers": [{"name": "main", "image": "a"}, {"name": "side", "image": "b"}]}}""";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/spec/replicas | \"replicas\":3,",
                "/spec/containers/[name=main]/image | ,\"image\":\"a\"",
                "/metadata/annotations/a~1b | \"a/b\":\"1\",",
                "/spec/containers/[name=side] | ,{\"name\":\"side\",\"image\":\"b\"}",
                "/spec/containers/1/image | ,\"image\":\"b\""
            })
    void takesOutWhatItPointsAtAndNothingElse(String pointer, String gone) {
        JsonNode object = json(OBJECT);

        FieldPointer.parse(pointer).removeFrom(object);

        assertThat(object).hasToString(json(OBJECT).toString().replace(gone, ""));
    }

    @Test
    void aStarStandsForEveryNameAndEveryItem() {
        JsonNode object = json(OBJECT);

        FieldPointer.parse("/metadata/annotations/*").removeFrom(object);
        FieldPointer.parse("/spec/containers/*/image").removeFrom(object);

        assertThat(object)
                .hasToString(
                        "{\"metadata\":{\"annotations\":{}},\"spec\":{\"replicas\":3,\"containers\":[{\"name\":\"main\"},{\"name\":\"side\"}]}}");
    }

    @Test
    void whatIsTheresIsNotSaidAndWhatIsNotThereYetIs() {
        JsonNode object = json(OBJECT);
        JsonNode live = json("{\"spec\":{\"containers\":[{\"name\":\"side\",\"image\":\"c\"}]}}");

        FieldPointer.parse("/spec/replicas").leave(live, json("{}"), object);
        FieldPointer.parse("/spec/containers/*/image").leave(json("{}"), json("{}"), object);
        FieldPointer.parse("/spec/containers/[name=side]/image").leave(live, json("{}"), object);

        assertThat(object).hasToString(json(OBJECT).toString().replace(",\"image\":\"b\"", ""));
    }

    @Test
    void whatIsOursIsSaidAsItIs() {
        JsonNode object = json(OBJECT);
        JsonNode live = json("""
                {"spec": {"replicas": 5, "containers": [
                  {"name": "proxy", "image": "p"}, {"name": "main", "image": "c"}, {"name": "side", "image": "d"}]}}""");
        JsonNode ours = json("{\"spec\": {\"replicas\": 5, \"containers\": [{\"name\": \"main\", \"image\": \"c\"}]}}");

        FieldPointer.parse("/spec/replicas").leave(live, ours, object);
        FieldPointer.parse("/spec/containers/*/image").leave(live, ours, object);

        assertThat(object.path("spec"))
                .isEqualTo(
                        json(
                                "{\"replicas\": 5, \"containers\": [{\"name\": \"main\", \"image\": \"c\"}, {\"name\": \"side\"}]}"));
    }

    @Test
    void aFieldOfOursThatIsStatedNoLongerStaysAsItIs() {
        JsonNode object = json("{\"spec\": {}}");
        JsonNode live = json("{\"spec\": {\"replicas\": 3, \"paused\": true}}");
        JsonNode ours = json("{\"spec\": {\"replicas\": 3}}");

        FieldPointer.parse("/spec/replicas").leave(live, ours, object);
        FieldPointer.parse("/spec/paused").leave(live, ours, object);

        assertThat(object).isEqualTo(json("{\"spec\": {\"replicas\": 3}}"));
    }

    @Test
    void whereAPlaceDoesNotSayWhichIsOursAllOfThemAreSaidAsTheyAre() {
        JsonNode object = json("{\"ports\": [{\"port\": 80, \"nodePort\": 1}, {\"port\": 81, \"nodePort\": 2}]}");
        JsonNode live = json("{\"ports\": [{\"port\": 80, \"nodePort\": 3}, {\"port\": 81, \"nodePort\": 4}]}");
        JsonNode ours = json("{\"ports\": [{\"port\": 81, \"nodePort\": 4}]}");

        FieldPointer.parse("/ports/*/nodePort").leave(live, ours, object);

        assertThat(object).isEqualTo(live);
    }

    @Test
    void aWholeItemOfAListIsLeft() {
        JsonNode object = json(OBJECT);
        JsonNode live = json(
                "{\"spec\": {\"containers\": [{\"name\": \"main\", \"image\": \"x\"}, {\"name\": \"side\", \"image\": \"y\"}]}}");
        JsonNode ours = json("{\"spec\": {\"containers\": [{\"name\": \"main\", \"image\": \"x\"}]}}");

        FieldPointer.parse("/spec/containers/*").leave(live, ours, object);

        assertThat(object.at("/spec/containers")).isEqualTo(ours.at("/spec/containers"));
    }

    @Test
    void takesFieldsOutOfManagedFields() {
        ObjectNode fields = (ObjectNode) json("""
                {"f:spec": {"f:replicas": {}, "f:containers": {"k:{\\"name\\":\\"main\\"}": {".": {}, "f:image": {}, "f:name": {}}}}}""");

        FieldPointer.parse("/spec/replicas").removeFromFields(fields);
        FieldPointer.parse("/spec/containers/[name=main]/image").removeFromFields(fields);

        assertThat(fields)
                .hasToString(
                        "{\"f:spec\":{\"f:containers\":{\"k:{\\\"name\\\":\\\"main\\\"}\":{\".\":{},\"f:name\":{}}}}}");
    }

    @Test
    void coversTheFieldAndWhatIsInIt() {
        FieldPath image = FieldPath.of("spec", "containers")
                .then(PathElement.parse("k:{\"name\":\"main\"}"))
                .then(new PathElement.Field("image"));

        assertThat(FieldPointer.parse("/spec/containers/[name=main]/image").covers(image))
                .isTrue();
        assertThat(FieldPointer.parse("/spec/containers").covers(image)).isTrue();
        assertThat(FieldPointer.parse("/spec/containers/*").covers(image)).isTrue();
        assertThat(FieldPointer.parse("/spec/containers/[name=side]").covers(image))
                .isFalse();
        assertThat(FieldPointer.parse("/spec/containers/[name=main]/image/tag").covers(image))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "spec/replicas"})
    void whatIsNoPointerIsRefused(String text) {
        assertThatThrownBy(() -> FieldPointer.parse(text)).hasMessageContaining("not a pointer to a field");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/spec/replicas", "/a~1b/*/[name=x]/c~0d"})
    void printsAsItWasWritten(String text) {
        assertThat(FieldPointer.parse(text)).hasToString(text);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
