package dev.millrace.sync.address;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.ServiceCIDR;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The networks of a cluster's Services.
 *
 * @param networks in CIDR notation, or single addresses
 * @param complete false if they are the addresses of the API server only, because the cluster doesn't publish its ranges
 */
record ServiceNetworks(Set<String> networks, boolean complete) {
    static final ServiceNetworks UNKNOWN = new ServiceNetworks(Set.of(), false);

    ServiceNetworks {
        networks = Set.copyOf(networks);
    }

    /** The ranges that the cluster publishes, which it does since Kubernetes 1.33. */
    static ServiceNetworks ofRanges(List<ServiceCIDR> ranges) {
        Set<String> networks = new TreeSet<>();
        ranges.stream()
                .filter(range -> range.getSpec() != null)
                .forEach(range -> networks.addAll(range.getSpec().getCidrs()));
        return new ServiceNetworks(networks, !networks.isEmpty());
    }

    /** The addresses of the API server's Service. */
    static ServiceNetworks ofService(Service service) {
        return service.getSpec() == null
                ? UNKNOWN
                : new ServiceNetworks(Set.copyOf(service.getSpec().getClusterIPs()), false);
    }
}
