package dev.millrace.builder;

import dev.millrace.messaging.access.WebhookServer;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** A service without a broker as it is exposed to strangers: a port for webhooks behind one trusted proxy, and a token for reading. */
public class ExposedProfile extends WebhookLimitsTest.Limits {
    static final String PROXY = "127.0.0.20";
    static final String READ_TOKEN = "what only readers know";
    static final String CHANGE_TOKEN = "what only operators know";
    static final int CONNECTIONS_PER_ADDRESS = 20;

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> config = new HashMap<>(super.getConfigOverrides());
        config.put("quarkus.http.proxy.proxy-address-forwarding", "true");
        config.put("quarkus.http.proxy.trusted-proxies", PROXY);
        config.put("millrace.webhooks.port", "0");
        config.put("millrace.webhooks.head-timeout", "PT1S");
        config.put("millrace.webhooks.connections-per-address", Integer.toString(CONNECTIONS_PER_ADDRESS));
        config.put("millrace.api.read-token", READ_TOKEN);
        config.put("millrace.builder.api.token", CHANGE_TOKEN);
        return config;
    }

    /** The address that receives webhooks. */
    static URI address(WebhookServer webhooks) {
        return URI.create("http://127.0.0.1:" + webhooks.port().orElseThrow());
    }
}
