package dev.millrace.sync.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.plan.Operation;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each built-in kind with a field that can't be changed, on the real API server, which words each refusal differently. */
@WithParts(PartKind.CLUSTER)
class ImmutableIT {

    @SuppressWarnings("NullAway.Init")
    private static Access access;

    /** One field of one kind: the object's YAML, and the text that is replaced in it. */
    record Field(String name, String yaml, String before, String after) {
        static Field parse(String text) {
            String[] parts = text.split("\n", 2);
            String[] heading = parts[0].split(" \\| ");
            return new Field(heading[0].strip(), parts[1], heading[1].strip(), heading[2].strip());
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    static void define() {
        access = new Access("immutable");
        Testbed.shared().cluster().apply("default", """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: plates.immutable.example.com}
                spec:
                  group: immutable.example.com
                  scope: Namespaced
                  names: {plural: plates, singular: plate, kind: Plate}
                  versions:
                    - name: v1
                      served: true
                      storage: true
                      schema:
                        openAPIV3Schema:
                          type: object
                          properties:
                            spec:
                              type: object
                              properties:
                                said: {type: string, x-kubernetes-validations: [{rule: self == oldSelf, message: Value is immutable}]}
                                unsaid: {type: string, x-kubernetes-validations: [{rule: self == oldSelf}]}
                """);
        Testbed.shared().cluster().awaitDefinition("plates.immutable.example.com");
    }

    @AfterAll
    static void close() {
        access.close();
    }

    static Stream<Field> fields() {
        try (InputStream table = ImmutableIT.class.getResourceAsStream("immutable-fields.txt")) {
            assertThat(table).isNotNull();
            String text = new String(table.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(text.split("(?m)^## ")).skip(1).map(Field::parse);
        } catch (IOException e) {
            throw new UncheckedIOException("reading the table", e);
        }
    }

    @ParameterizedTest
    @MethodSource("fields")
    void aFieldThatCannotBeChangedIsRecognisedAndTheObjectCanBeReplaced(Field field) {
        String unique = field.yaml().replace("NAME", access.namespace);
        Manifest before = access.manifest(unique);
        Manifest after = access.manifest(unique.replace(field.before(), field.after()));
        assertThat(after.content()).isNotEqualTo(before.content());
        String uid = Access.uid(access.run(new Operation.Create(before), "app"));
        if (before.ref()
                .kind()
                .equals("CustomResourceDefinition")) { // its scope may be changed until it is established
            Testbed.shared().cluster().awaitDefinition(before.ref().name());
        }

        ApplyAnswer answer = access.run(new Operation.Apply(after, uid), "app");

        assertThat(answer)
                .isInstanceOfSatisfying(ApplyAnswer.Immutable.class, immutable -> assertThat(immutable.reason())
                        .contains(" can't be changed; annotate the object with millrace.dev/replace"));
        assertThat(Access.uid(access.replace(new Operation.Apply(after, uid), "app")))
                .isNotEqualTo(uid);
        access.delete(after.ref());
    }
}
