package dev.millrace.messaging.intake;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses to start with a configuration in which any client could choose the address by which its rate is limited. */
@ApplicationScoped
public class ForwardedAddresses {
    private static final String FORWARDING = "quarkus.http.proxy.proxy-address-forwarding";
    private static final String TRUSTED = "quarkus.http.proxy.trusted-proxies";

    private final boolean forwarding;
    private final Optional<List<String>> trusted;

    public ForwardedAddresses(
            @ConfigProperty(name = FORWARDING, defaultValue = "false") boolean forwarding,
            @ConfigProperty(name = TRUSTED) Optional<List<String>> trusted) {
        this.forwarding = forwarding;
        this.trusted = trusted;
    }

    void check(@Observes StartupEvent event) {
        if (forwarding && trusted.filter(proxies -> !proxies.isEmpty()).isEmpty()) {
            throw new IllegalArgumentException(TRUSTED + ": missing: with " + FORWARDING
                    + " any client could choose its address; set the addresses of the proxies");
        }
    }
}
