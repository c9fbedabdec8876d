package dev.millrace.sync.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.ServiceCIDR;
import io.fabric8.kubernetes.api.model.networking.v1.ServiceCIDRBuilder;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class ServiceNetworksTest {
    static final List<Arguments> RANGES = List.of(
            arguments("none", List.of(), Set.of(), false),
            arguments("one", List.of(range("10.96.0.0/12")), Set.of("10.96.0.0/12"), true),
            arguments(
                    "both families, and one added later",
                    List.of(range("10.96.0.0/12", "fd00:10:96::/112"), range("10.80.0.0/16")),
                    Set.of("10.96.0.0/12", "fd00:10:96::/112", "10.80.0.0/16"),
                    true),
            arguments("one without a specification", List.of(new ServiceCIDR()), Set.of(), false));

    @ParameterizedTest(name = "{0}")
    @FieldSource("RANGES")
    void theRangesOfTheClusterAreItsNetworks(
            String name, List<ServiceCIDR> ranges, Set<String> networks, boolean complete) {
        assertThat(ServiceNetworks.ofRanges(ranges)).isEqualTo(new ServiceNetworks(networks, complete));
    }

    @Test
    void theAddressesOfTheApiServerAreNetworksButNotAll() {
        Service service = new ServiceBuilder()
                .withNewSpec()
                .withClusterIPs("10.96.0.1", "fd00:10:96::1")
                .endSpec()
                .build();

        assertThat(ServiceNetworks.ofService(service))
                .isEqualTo(new ServiceNetworks(Set.of("10.96.0.1", "fd00:10:96::1"), false));
    }

    @Test
    void aServiceWithoutASpecificationHasNone() {
        assertThat(ServiceNetworks.ofService(new Service())).isEqualTo(ServiceNetworks.UNKNOWN);
    }

    private static ServiceCIDR range(String... networks) {
        return new ServiceCIDRBuilder()
                .withNewSpec()
                .withCidrs(networks)
                .endSpec()
                .build();
    }
}
