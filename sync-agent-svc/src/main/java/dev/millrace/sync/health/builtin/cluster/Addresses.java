package dev.millrace.sync.health.builtin.cluster;

import static dev.millrace.sync.health.object.ObjectHealth.degraded;
import static dev.millrace.sync.health.object.ObjectHealth.progressing;

import dev.millrace.sync.health.object.Condition;
import dev.millrace.sync.health.object.ObjectFacts;
import dev.millrace.sync.health.object.ObjectHealth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rules of kinds that get or give addresses (Kubernetes API reference, core/v1 and networking.k8s.io/v1; KEP-1435 on ports of load balancers). */
final class Addresses {
    /** An annotation that users set on an Ingress whose controller publishes an address. */
    private static final String HEALTH = "millrace.dev/health";

    private static final String WAIT_FOR_ADDRESS = "wait-for-address";

    private Addresses() {}

    /** Returns the health of a Service: one for a load balancer is healthy once it has an address, any other once it exists. */
    static ObjectHealth service(ObjectFacts service) {
        if (!service.text("spec", "type").equals("LoadBalancer")) {
            return ObjectHealth.HEALTHY;
        }
        List<Condition> conditions = Condition.in(service.at("status", "conditions"));
        Optional<String> refused = conditions.stream()
                .filter(condition -> condition.type().equals("LoadBalancerPortsError") && condition.isTrue())
                .map(Condition::reasonAndMessage)
                .findFirst()
                .or(() -> portError(service));
        if (refused.isPresent()) {
            return degraded("its load balancer can't serve its ports: " + refused.get());
        }
        return hasAddress(service)
                ? ObjectHealth.HEALTHY
                : progressing("its load balancer has no address yet"
                        + conditions.stream()
                                .filter(condition -> condition.isFalse()
                                        && !condition.reasonAndMessage().isBlank())
                                .findFirst()
                                .map(condition -> ": " + condition.reasonAndMessage())
                                .orElse(""));
    }

    private static Optional<String> portError(ObjectFacts service) {
        return service.maps("status", "loadBalancer", "ingress").stream()
                .flatMap(ingress -> ingress.get("ports") instanceof List<?> ports ? ports.stream() : Stream.empty())
                .filter(port ->
                        port instanceof Map<?, ?> map && map.get("error") instanceof String error && !error.isBlank())
                .map(port -> "port " + ((Map<?, ?>) port).get("port") + ": " + ((Map<?, ?>) port).get("error"))
                .findFirst();
    }

    /** Returns the health of an Ingress. Many controllers publish no address, so it must have one only if its annotation demands it. */
    static ObjectHealth ingress(ObjectFacts ingress) {
        boolean waits = WAIT_FOR_ADDRESS.equals(ingress.annotations().get(HEALTH));
        return waits && !hasAddress(ingress) ? progressing("it has no address yet") : ObjectHealth.HEALTHY;
    }

    private static boolean hasAddress(ObjectFacts object) {
        return object.maps("status", "loadBalancer", "ingress").stream()
                .anyMatch(address -> isText(address.get("ip")) || isText(address.get("hostname")));
    }

    private static boolean isText(@Nullable Object value) {
        return value instanceof String text && !text.isBlank();
    }

    /** Returns the health of a ServiceCIDR. */
    static ObjectHealth range(ObjectFacts range) {
        Optional<Condition> ready = range.condition("Ready");
        return ready.filter(Condition::isTrue).isPresent()
                ? ObjectHealth.HEALTHY
                : progressing(ready.map(Condition::reasonAndMessage)
                        .filter(words -> !words.isBlank())
                        .orElse("it is not ready yet"));
    }
}
