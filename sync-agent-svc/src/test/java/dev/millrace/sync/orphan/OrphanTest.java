package dev.millrace.sync.orphan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cluster.Marks;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.orphan.Orphan.Holder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** An object that Millrace applied is an orphan if no Application has it. */
class OrphanTest {
    private static final ObjectRef WEB = new ObjectRef("apps/v1", "Deployment", Optional.of("shop"), "web");
    private static final MarkedObject OBJECT = new MarkedObject(WEB, "deployments.apps", "test/shop/app", "uid");

    static final List<Arguments> HOLDERS = List.of(
            Arguments.of("test", new Holder.Absent(), Optional.of("its Application does not exist")),
            Arguments.of(
                    "another", new Holder.Absent(), Optional.of("its Application is of a cluster with another name")),
            Arguments.of("test", new Holder.Known(Set.of()), Optional.of("its Application has no record of it")),
            Arguments.of("test", new Holder.Known(Set.of(WEB.identity())), Optional.empty()),
            Arguments.of("test", new Holder.Unread(), Optional.empty()));

    @ParameterizedTest
    @FieldSource("HOLDERS")
    void anObjectThatNoApplicationHasIsAnOrphan(String cluster, Holder holder, Optional<String> reason) {
        List<Orphan> orphans = Orphan.among(List.of(OBJECT), cluster, uid -> holder);

        assertThat(orphans).map(Orphan::reason).isEqualTo(reason.stream().toList());
        assertThat(orphans).allSatisfy(orphan -> {
            assertThat(orphan.object()).isEqualTo("Deployment shop/web");
            assertThat(orphan.command()).isEqualTo("kubectl delete deployments.apps web -n shop");
        });
    }

    private static final Map<String, String> MARKS =
            Map.of(Marks.APPLICATION, "test/shop/app", Marks.APPLICATION_UID, "uid");

    private static ObjectMetaBuilder metadata(Map<String, String> annotations, String manager) {
        return new ObjectMetaBuilder()
                .withName("web")
                .withNamespace("shop")
                .withAnnotations(annotations)
                .withManagedFields(
                        new ManagedFieldsEntryBuilder().withManager(manager).build());
    }

    static final List<Arguments> METADATA = List.of(
            Arguments.of("applied by Millrace", metadata(MARKS, "millrace").build(), true),
            Arguments.of("without annotations", metadata(Map.of(), "millrace").build(), false),
            Arguments.of(
                    "with copied annotations",
                    metadata(MARKS, "another-controller").build(),
                    false),
            Arguments.of(
                    "created by a controller",
                    metadata(MARKS, "millrace")
                            .withOwnerReferences(new OwnerReferenceBuilder()
                                    .withController(true)
                                    .build())
                            .build(),
                    false));

    @ParameterizedTest(name = "{0}")
    @FieldSource("METADATA")
    void onlyWhatMillraceAppliedIsMarked(String name, ObjectMeta metadata, boolean isMarked) {
        GenericKubernetesResource object = new GenericKubernetesResource();
        object.setMetadata(metadata);

        Optional<MarkedObject> marked = MarkedObject.of("apps/v1", "Deployment", "deployments.apps", object);

        assertThat(marked).isEqualTo(isMarked ? Optional.of(OBJECT) : Optional.empty());
    }
}
