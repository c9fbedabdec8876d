package dev.millrace.bench;

import dev.millrace.testbed.delivery.LocalDelivery;

/** One entry of the table. */
interface Measurement {
    String name();

    Result measure(LocalDelivery delivery) throws Exception;
}
