package dev.millrace.sync.health.builtin.cluster;

import static dev.millrace.sync.health.object.ObjectHealth.healthy;
import static dev.millrace.sync.health.object.ObjectHealth.progressing;

import dev.millrace.sync.health.object.Condition;
import dev.millrace.sync.health.object.ObjectFacts;
import dev.millrace.sync.health.object.ObjectHealth;
import java.util.Optional;

/** The rules of dynamic resource allocation (Kubernetes API reference, resource.k8s.io; KEP-4381, KEP-4817 on the status of devices). */
final class Devices {
    private Devices() {}

    /** Returns the health of a ResourceClaim. The scheduler allocates it for a Pod that uses it: waiting for it alone would never end. */
    static ObjectHealth claim(ObjectFacts claim) {
        if (!claim.has("status", "allocation")) {
            return claim.maps("status", "reservedFor").isEmpty()
                    ? healthy("it is allocated once a Pod uses it")
                    : progressing("it is not allocated yet");
        }
        return claim.maps("status", "devices").stream()
                .flatMap(device -> Condition.in(device.get("conditions")).stream())
                .filter(condition -> condition.type().equals("Ready") && condition.isFalse())
                .findFirst()
                .map(condition -> progressing("a device is not ready yet: " + condition.reasonAndMessage()))
                .orElse(ObjectHealth.HEALTHY);
    }

    /** Returns the health of a DeviceTaintRule: progressing while Pods are evicted because of it. */
    static ObjectHealth taint(ObjectFacts rule) {
        Optional<Condition> evicting = rule.condition("EvictionInProgress").filter(Condition::isTrue);
        return evicting.map(condition -> progressing(condition.reasonAndMessage()))
                .orElse(ObjectHealth.HEALTHY);
    }
}
