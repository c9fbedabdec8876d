package dev.millrace.sync.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.LoopbackApi;
import dev.millrace.sync.apply.ClusterObjects;
import dev.millrace.sync.apply.Kinds;
import dev.millrace.sync.apply.pace.Pace;
import dev.millrace.sync.identity.Identity.Account;
import dev.millrace.sync.lead.Unlimited;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterClientsTest {
    private static final String MAP = """
            {"apiVersion": "v1", "kind": "ConfigMap", "metadata":
             {"name": "a", "namespace": "shop", "uid": "1", "resourceVersion": "7"}}
            """;
    private static final ObjectRef REF = new ObjectRef("v1", "ConfigMap", Optional.of("shop"), "a");
    private static final String READ = "GET /api/v1/namespaces/shop/configmaps/a as ";

    /** A server that records the users of its requests and the connections that they came by. */
    private static final class Api extends LoopbackApi {
        private final List<String> requests = new CopyOnWriteArrayList<>();
        private final Set<Integer> connections = ConcurrentHashMap.newKeySet();

        @Override
        protected void handle(HttpExchange exchange) throws IOException {
            String path = exchange.getRequestURI().getPath();
            List<String> users = exchange.getRequestHeaders().get("Impersonate-User");
            requests.add(exchange.getRequestMethod() + " " + path + " as " + (users == null ? "itself" : users));
            assertThat(exchange.getRequestHeaders().get("Impersonate-Group")).isNull();
            connections.add(exchange.getRemoteAddress().getPort());
            if (path.equals("/api/v1")) {
                send(
                        exchange,
                        200,
                        "{\"kind\": \"APIResourceList\", \"groupVersion\": \"v1\", \"resources\": [{\"name\": \"configmaps\","
                                + " \"kind\": \"ConfigMap\", \"namespaced\": true, \"verbs\": [\"get\"]}]}");
            } else {
                send(exchange, 200, MAP);
            }
        }
    }

    private final Api api = new Api();
    private final ClusterClients clients = new ClusterClients(api.client());
    private final ClusterObjects own = new ClusterObjects(
            api.client(), new Kinds(api.client(), Clock.systemUTC()), new Unlimited(), new Pace(8, Clock.systemUTC()));

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void eachRequestOfAnAccountHasItsUserAndNoOneElsesHas() {
        ClusterObjects shops = own.as(new Account("shop", "deployer"));
        GenericKubernetesResource object = own.read(REF).orElseThrow();
        shops.read(REF);
        own.as(new Account("victim", "deployer")).read(REF);
        shops.delete(REF, object, false);
        shops.release(REF, "1");
        own.read(REF);

        String shop = "[system:serviceaccount:shop:deployer]";
        assertThat(api.requests)
                .containsExactly(
                        "GET /api/v1 as itself",
                        READ + "itself",
                        READ + shop,
                        READ + "[system:serviceaccount:victim:deployer]",
                        "DELETE /api/v1/namespaces/shop/configmaps/a as " + shop,
                        READ + shop, // the client reads what it patches
                        "PATCH /api/v1/namespaces/shop/configmaps/a as " + shop,
                        READ + "itself");
    }

    @Test
    void aClientOfAnAccountListsAndWritesAsTheAccount() {
        var maps = clients.as(new Account("shop", "deployer")).configMaps().inNamespace("shop");
        maps.withName("a").get();
        maps.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("a")
                        .endMetadata()
                        .build())
                .create();

        assertThat(api.requests)
                .hasSize(2)
                .allMatch(request -> request.endsWith("[system:serviceaccount:shop:deployer]"));
    }

    @Test
    void aThousandAccountsShareTheConnectionsOfTheAgent() {
        List<String> expected = new ArrayList<>(List.of("GET /api/v1 as itself"));
        Set<String> users = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            Account account = new Account("team-" + i, "deployer");
            own.as(account).read(REF);
            expected.add(READ + "[" + account.user() + "]");
            users.add(account.user());
        }

        assertThat(users).hasSize(1_000);
        assertThat(api.requests).isEqualTo(expected);
        assertThat(api.connections).hasSizeLessThan(5);
    }
}
