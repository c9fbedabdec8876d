package dev.millrace.messaging.intake;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.StartupEvent;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ForwardedAddressesTest {

    @Test
    void withoutTrustedProxiesForwardedAddressesAreRefusedAtTheStart() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> check(true, Optional.empty()));

        assertTrue(String.valueOf(refused.getMessage()).startsWith("quarkus.http.proxy.trusted-proxies: missing"));
        assertThrows(IllegalArgumentException.class, () -> check(true, Optional.of(List.of())));
    }

    @Test
    void otherConfigurationsAreAccepted() {
        assertDoesNotThrow(() -> check(true, Optional.of(List.of("10.0.0.0/8"))));
        assertDoesNotThrow(() -> check(false, Optional.empty()));
    }

    private static void check(boolean forwarding, Optional<List<String>> trusted) {
        new ForwardedAddresses(forwarding, trusted).check(new StartupEvent());
    }
}
