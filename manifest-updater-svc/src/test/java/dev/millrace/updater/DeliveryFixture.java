package dev.millrace.updater;

import dev.millrace.messaging.EventPublisher;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A running service with the parts that it delivers from and to; opened for each test. */
abstract class DeliveryFixture {
    @SuppressWarnings("NullAway.Init") // set by Quarkus
    @TestHTTPResource("/")
    URI service;

    @SuppressWarnings("NullAway.Init") // set by Quarkus
    @Inject
    EventPublisher publisher;

    @SuppressWarnings("NullAway.Init") // set before each test
    Delivery delivery;

    @BeforeEach
    void open() {
        delivery = new Delivery(service, publisher);
    }

    @AfterEach
    void close() {
        delivery.close();
    }
}
