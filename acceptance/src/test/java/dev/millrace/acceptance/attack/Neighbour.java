package dev.millrace.acceptance.attack;

import dev.millrace.acceptance.OpenShop;
import dev.millrace.events.Topic;
import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.delivery.LocalDelivery;
import dev.millrace.testbed.process.JvmState;

/** The owner of the shop, whose deliveries go on while others attack the services. */
final class Neighbour {
    /** More than any other test has, so that each delivery changes them. */
    private static final int MIN_REPLICAS = 20;

    private static final int REPLICAS = 5;

    private final OpenShop shop;

    Neighbour(OpenShop shop) {
        this.shop = shop;
    }

    /** Delivers a change, and returns the milliseconds from the end of the push to the event that reports the change as delivered. */
    double deliver(Attack.Delivery delivery) {
        return delivery == Attack.Delivery.IMAGE ? image() : configuration();
    }

    private double configuration() {
        int replicas = MIN_REPLICAS + JvmState.next("neighbour") % REPLICAS;
        CommitId commit = shop.pushReplicas(replicas);
        long pushed = System.nanoTime();
        shop.awaitStaging(commit);
        return (System.nanoTime() - pushed) / 1e6;
    }

    private double image() {
        CommitId commit = shop.pushApplication();
        long pushed = System.nanoTime();
        String chain = shop.awaitBuilt(commit).chain();
        shop.await(
                Topic.CONFIG_COMMITTED,
                event -> event.chain().equals(chain)
                        && event.at("/repository").endsWith("/" + LocalDelivery.CONFIG_REPOSITORY)
                        && event.at("/origin").equals("update"));
        return (System.nanoTime() - pushed) / 1e6;
    }
}
