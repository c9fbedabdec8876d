package dev.millrace.acceptance;

import dev.millrace.testbed.delivery.EventTap;
import dev.millrace.testbed.delivery.LocalDelivery;

/** The one delivery of this JVM, prepared on first use. A test class that needs a few of the services starts only those. */
public final class SharedDelivery {
    private static final class Holder {
        static final LocalDelivery DELIVERY = LocalDelivery.prepare();
        static final EventTap TAP = new EventTap(DELIVERY.kafka().bootstrapServers());
    }

    private SharedDelivery() {}

    public static LocalDelivery delivery() {
        return Holder.DELIVERY;
    }

    public static EventTap tap() {
        return Holder.TAP;
    }
}
