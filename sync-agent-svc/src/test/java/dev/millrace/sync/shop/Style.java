package dev.millrace.sync.shop;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The ways of writing the same state. The names of the files don't depend on their content. */
public enum Style {
    PLAIN {
        @Override
        Map<String, String> services(Shop shop) {
            Map<String, String> files = new HashMap<>();
            for (String environment : Shop.ENVIRONMENTS) {
                String label = "{environment: " + environment + "}";
                String all = Shop.SERVICES.stream()
                        .map(service -> Texts.service(service, label)
                                + Texts.deployment(
                                        service, shop.tags().get(service), shop.replicasIn(environment), label)
                                + (shop.routed().contains(service)
                                        ? Texts.route(group(), service, Shop.hostOf(service, environment), label)
                                        : ""))
                        .collect(Collectors.joining());
                files.put("plain/" + environment + "/services.yaml", all + (shop.banner() ? Texts.banner(label) : ""));
                files.put(
                        "plain/" + environment + "/settings.yaml",
                        Texts.settings(shop.colour(), environment, label) + Texts.credentials(Shop.PASSWORD, label));
            }
            return files;
        }
    },

    KUSTOMIZE {
        @Override
        Map<String, String> services(Shop shop) {
            Map<String, String> files = new HashMap<>();
            files.put("base/kustomization.yaml", "resources: [services.yaml]\n");
            files.put(
                    "base/services.yaml",
                    Shop.SERVICES.stream()
                                    .map(service -> Texts.service(service, "{}")
                                            + Texts.deployment(service, "0", 1, "{}")
                                            + (shop.routed().contains(service)
                                                    ? Texts.route(group(), service, "nowhere", "{}")
                                                    : ""))
                                    .collect(Collectors.joining())
                            + (shop.banner() ? Texts.banner("{}") : ""));
            for (String environment : Shop.ENVIRONMENTS) {
                files.put("kustomize/" + environment + "/kustomization.yaml", Texts.overlay(shop, environment));
            }
            return files;
        }
    },

    HELM {
        @Override
        Map<String, String> services(Shop shop) {
            Map<String, String> files = new HashMap<>();
            for (String environment : Shop.ENVIRONMENTS) {
                files.put("helm/" + environment + "/Chart.yaml", "{apiVersion: v2, name: shop, version: 1.0.0}\n");
                files.put("helm/" + environment + "/templates/services.yaml", Texts.template(group()));
                files.put("helm/" + environment + "/templates/settings.yaml", Texts.SETTINGS_TEMPLATE);
                files.put("values/" + environment + ".yaml", Texts.values(shop, environment));
            }
            return files;
        }
    };

    /** Returns the files for the services. */
    abstract Map<String, String> services(Shop shop);

    /** Returns the whole repository: the services, and the chart of an operator as its authors packed it. */
    public Map<String, String> files(Shop shop) {
        Map<String, String> files = new HashMap<>(services(shop));
        files.putAll(Texts.operator(group()));
        return files;
    }

    /** Definitions are cluster-scoped, so each style has its own. */
    public String group() {
        return word() + ".example.org";
    }

    public String word() {
        return switch (this) {
            case PLAIN -> "plain";
            case KUSTOMIZE -> "kustomize";
            case HELM -> "helm";
        };
    }

    /** Returns further fields of the Application's spec. */
    public String more(String environment) {
        return this == HELM
                ? "helm: {release: shop, valuesFiles: [../../values/" + environment
                        + ".yaml], valuesFrom: [{kind: Secret, name: passwords}]}"
                : "";
    }
}
