package dev.millrace.sync.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.apply.CannedServer;
import dev.millrace.sync.apply.Claim;
import dev.millrace.sync.apply.ClusterUnavailable;
import dev.millrace.sync.plan.Operation;
import dev.millrace.sync.plan.object.Confirmation;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The fate of each object of a round, by the API server's answers. */
class PrunerTest {
    private static final String PATH = "/api/v1/namespaces/shop/configmaps/a";
    private static final String GET = "GET " + PATH;
    private static final String DELETE = "DELETE " + PATH;
    private static final String PATCH = "PATCH " + PATH;
    private static final ObjectRef REF = new ObjectRef("v1", "ConfigMap", Optional.of("shop"), "a");
    private static final Claim CLAIM = new Claim(ApplicationId.parse("prod/shop/web"), "ours");

    private final CannedServer server =
            new CannedServer().serve("v1", "configmaps ConfigMap", "namespaces Namespace cluster");
    private final Pruner pruner = new Pruner(server.objects(), server.client());

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void anObjectThatDoesNotExistIsGone() {
        assertThat(prune()).isEqualTo(new Fate.Gone());
        assertThat(server.count(DELETE)).isZero();
    }

    @Test
    void anObjectOfAnotherApplicationIsLeft() {
        server.answer(GET, 200, object("1", "theirs", "", ""));

        assertThat(prune())
                .isEqualTo(
                        new Fate.Left("ConfigMap shop/a stays: it does not carry the annotations of this Application"));
        assertThat(server.count(DELETE)).isZero();
    }

    @Test
    void anObjectThatIsBeingDeletedIsNotDeletedAgain() {
        server.answer(
                GET,
                200,
                object(
                        "1",
                        "ours",
                        "",
                        ", \"deletionTimestamp\": \"2026-01-01T00:00:00Z\""
                                + ", \"finalizers\": [\"x.example/a\", \"x.example/b\"]"));

        assertThat(prune())
                .isEqualTo(new Fate.Going(
                        "ConfigMap shop/a is being deleted, and waits for its finalizers x.example/a, x.example/b"));
        assertThat(server.count(DELETE)).isZero();
    }

    @Test
    void anObjectThatIsToBeKeptIsReleasedInsteadOfDeleted() {
        String kept = object("1", "ours", ", \"millrace.dev/keep\": \"true\"", "");
        server.answer(GET, 200, kept).answer(PATCH, 200, kept);

        assertThat(prune()).isEqualTo(new Fate.Left("ConfigMap shop/a stays: an annotation on it asks to keep it"));
        assertThat(server.count(PATCH)).isEqualTo(1);
        assertThat(server.count(DELETE)).isZero();
    }

    @Test
    void anObjectThatDisappearsAtOnceIsGone() {
        server.answer(GET, 200, object("1", "ours", "", ""))
                .refuse(GET, 404, "not found")
                .answer(DELETE, 200, "{\"kind\": \"Status\", \"status\": \"Success\"}");

        assertThat(prune()).isEqualTo(new Fate.Gone());
        assertThat(server.count(DELETE)).isEqualTo(1);
    }

    @Test
    void anObjectThatStillExistsIsGoing() {
        server.answer(GET, 200, object("1", "ours", "", ""))
                .answer(DELETE, 200, "{\"kind\": \"Status\", \"status\": \"Success\"}");

        assertThat(prune()).isEqualTo(new Fate.Going("ConfigMap shop/a is being deleted"));
    }

    @Test
    void anObjectThatAnotherClientRecreatedSinceIsNotOurs() {
        server.answer(GET, 200, object("1", "ours", "", ""))
                .answer(GET, 200, object("2", "theirs", "", ""))
                .answer(DELETE, 200, "{\"kind\": \"Status\", \"status\": \"Success\"}");

        assertThat(prune()).isEqualTo(new Fate.Gone());
    }

    @Test
    void anObjectThatWasReplacedBeforeItsDeletionIsNotDeleted() {
        server.answer(GET, 200, object("1", "ours", "", ""))
                .answer(GET, 200, object("2", "theirs", "", ""))
                .refuse(DELETE, 409, "the object has been modified");

        assertThat(prune())
                .isEqualTo(
                        new Fate.Left("ConfigMap shop/a stays: it does not carry the annotations of this Application"));
        assertThat(server.count(DELETE)).isEqualTo(1);
    }

    @Test
    void anObjectThatOthersChangeAllTheTimeStays() {
        server.answer(GET, 200, object("1", "ours", "", "")).refuse(DELETE, 409, "the object has been modified");

        assertThat(prune())
                .isEqualTo(new Fate.Stays("ConfigMap shop/a is not deleted: others changed it during each of 5 tries"));
        assertThat(server.count(DELETE)).isEqualTo(5);
    }

    @Test
    void aRefusedDeletionLeavesTheObjectWithTheReason() {
        server.answer(GET, 200, object("1", "ours", "", ""))
                .refuse(
                        DELETE,
                        403,
                        "configmaps is forbidden: User \"m\" cannot delete resource \"configmaps\" in API group \"\"");

        assertThat(prune()).isInstanceOfSatisfying(Fate.Stays.class, stays -> assertThat(stays.why())
                .startsWith("ConfigMap shop/a can't be deleted: configmaps is forbidden")
                .contains("; the agent's role lacks the verb delete on configmaps"));
    }

    @Test
    void anObjectThatCanNotBeReadStaysAndTheOthersOfItsRoundAreDeletedAllTheSame() {
        server.refuse(GET, 403, "forbidden");
        ObjectRef other = new ObjectRef("v1", "ConfigMap", Optional.of("shop"), "b");

        List<Pruner.Pruned> pruned = pruner.prune(
                List.of(new Operation.Prune(REF, "1"), new Operation.Prune(other, "2")),
                removals(Optional.empty()),
                false);

        assertThat(pruned).extracting(Pruner.Pruned::ref).containsExactly(REF, other);
        assertThat(pruned.getFirst().fate())
                .isEqualTo(new Fate.Stays("ConfigMap shop/a is not deleted: reading ConfigMap shop/a: forbidden"));
        assertThat(pruned.getLast().fate()).isEqualTo(new Fate.Gone());
    }

    @Test
    void anApiServerThatIsUnavailableDecidesNoFate() {
        server.refuse(GET, 503, "later");

        assertThatThrownBy(this::prune).isInstanceOf(ClusterUnavailable.class);
    }

    @Test
    void aNamespaceThatHoldsOthersIsDeletedOnlyIfThatIsConfirmed() {
        ObjectRef namespace = new ObjectRef("v1", "Namespace", Optional.empty(), "shop");
        String stored = object("1", "ours", "", "").replace("ConfigMap", "Namespace");
        server.answer("GET /api/v1/namespaces/shop", 200, stored)
                .answer("GET /apis", 200, "{\"kind\": \"APIGroupList\", \"groups\": []}")
                .answer("DELETE /api/v1/namespaces/shop", 200, "{\"kind\": \"Status\", \"status\": \"Success\"}")
                .answer(
                        "GET /api/v1",
                        200,
                        "{\"resources\": [{\"name\": \"configmaps\", \"kind\": \"ConfigMap\","
                                + " \"namespaced\": true, \"verbs\": [\"list\", \"delete\"]}]}")
                .answer(
                        "GET /api/v1/namespaces/shop/configmaps",
                        200,
                        "{\"kind\": \"List\", \"items\": [{\"metadata\": {\"name\": \"x\"}}]}");
        Operation.Prune prune = new Operation.Prune(namespace, "1");

        Fate unconfirmed = pruner.prune(List.of(prune), removals(Optional.empty()), false)
                .getFirst()
                .fate();
        assertThat(server.count("DELETE /api/v1/namespaces/shop")).isZero();
        Fate confirmed = pruner.prune(List.of(prune), removals(Optional.of("a".repeat(40))), false)
                .getFirst()
                .fate();

        assertThat(unconfirmed)
                .isEqualTo(new Fate.Withheld(
                        "Namespace shop is not deleted: it holds ConfigMap x, which this Application did"
                                + " not apply or still declares; to confirm, annotate the Application with millrace.dev/confirm-prune: "
                                + "a".repeat(40)));
        assertThat(confirmed).isEqualTo(new Fate.Going("Namespace shop is being deleted"));
    }

    @Test
    void onlyWhatCarriesTheClaimIsReleased() {
        String other = "/api/v1/namespaces/shop/configmaps/b";
        server.answer(GET, 200, object("1", "ours", "", "")).answer(PATCH, 200, object("1", "", "", ""));
        server.answer("GET " + other, 200, object("2", "theirs", "", ""));

        pruner.release(List.of(REF, new ObjectRef("v1", "ConfigMap", Optional.of("shop"), "b")), CLAIM);

        assertThat(server.requests()).contains(PATCH).doesNotContain("PATCH " + other);
    }

    private Fate prune() {
        return pruner.prune(List.of(new Operation.Prune(REF, "1")), removals(Optional.empty()), false)
                .getFirst()
                .fate();
    }

    private static Removals removals(Optional<String> confirmed) {
        return Removals.of(
                CLAIM,
                List.of(new Operation.Prune(REF, "1")),
                new Confirmation(new CommitId("a".repeat(40)), confirmed));
    }

    private static String object(String uid, String application, String annotations, String metadata) {
        return ("{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"metadata\": {\"name\": \"a\", \"namespace\": \"shop\","
                        + " \"uid\": \"%s\", \"resourceVersion\": \"7\", \"annotations\": {\"millrace.dev/application-uid\": \"%s\"%s}%s}}")
                .formatted(uid, application, annotations, metadata);
    }
}
