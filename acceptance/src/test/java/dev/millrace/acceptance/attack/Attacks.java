package dev.millrace.acceptance.attack;

import dev.millrace.acceptance.OpenShop;
import java.util.List;
import java.util.stream.Stream;

/** All attacks on the running shop, by their sender. Attacks of one sender run one after the other. */
record Attacks(
        List<Attack> applications,
        List<Attack> policies,
        List<Attack> builds,
        List<Attack> requests,
        List<Attack> records) {
    private static final class Holder {
        static final Attacks ATTACKS = of(OpenShop.shop());
    }

    /** The attacks of this JVM's shop. */
    static Attacks attacks() {
        return Holder.ATTACKS;
    }

    private static Attacks of(OpenShop shop) {
        return new Attacks(
                HostileApplications.all(new ApplicationSender(shop)),
                HostilePolicies.all(shop, new PoliciesSender(shop)),
                HostileBuilds.all(shop, new BuildSender(shop)),
                HostileRequests.all(shop),
                RecordSender.all(new RecordSender(shop)));
    }

    List<Attack> all() {
        return bySender().flatMap(List::stream).toList();
    }

    Stream<List<Attack>> bySender() {
        return Stream.of(applications, policies, builds, requests, records);
    }
}
