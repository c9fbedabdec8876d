package dev.millrace.sync.shop;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The desired state of five services in staging and production.
 *
 * @param tags the tags of the images
 * @param replicas the replicas in production
 * @param colour the colour in the settings
 * @param routed the services that can be reached from outside
 * @param banner true if there is a banner, a ConfigMap of its own
 */
public record Shop(Map<String, String> tags, int replicas, String colour, List<String> routed, boolean banner) {
    public static final List<String> SERVICES = List.of("cart", "catalog", "orders", "payments", "web");
    public static final List<String> ENVIRONMENTS = List.of("staging", "production");
    static final int PORT = 8080;
    public static final String PASSWORD = "hunter2";

    public static final Shop FIRST = new Shop(
            Map.of("cart", "1", "catalog", "1", "orders", "1", "payments", "1", "web", "1"),
            1,
            "blue",
            List.of("web", "payments"),
            false);

    /** Returns the state with new images and settings. */
    public static final Shop SECOND = new Shop(
            Map.of("cart", "2", "catalog", "1", "orders", "1", "payments", "1", "web", "2"),
            2,
            "green",
            List.of("web", "payments"),
            false);

    /** Returns the state with one route less and a banner. */
    public static final Shop THIRD = new Shop(SECOND.tags(), 3, "green", List.of("web"), true);

    int replicasIn(String environment) {
        return environment.equals("production") ? replicas : 1;
    }

    static String hostOf(String service, String environment) {
        return service + "." + environment + ".example.org";
    }

    /** Returns the expected state of the cluster in short form, independent of the way of writing. */
    public Map<String, String> wanted(String environment) {
        Map<String, String> all = new TreeMap<>();
        for (String service : SERVICES) {
            all.put(
                    "Deployment " + service,
                    "shop/" + service + ":" + tags.get(service) + " x" + replicasIn(environment));
            all.put("Service " + service, Integer.toString(PORT));
        }
        routed.forEach(service -> all.put("IngressRoute " + service, hostOf(service, environment)));
        all.put("ConfigMap settings", "{\"colour\":\"" + colour + "\",\"environment\":\"" + environment + "\"}");
        if (banner) {
            all.put("ConfigMap banner", "{\"text\":\"Sale\"}");
        }
        all.put("Secret credentials", PASSWORD);
        return all;
    }
}
