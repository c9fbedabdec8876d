package dev.millrace.messaging.loop;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

/** Fails liveness if a thread of the service has ended that has to run, because only a restart helps. */
@Liveness
@ApplicationScoped
public class LoopHealth implements HealthCheck {
    @Override
    public HealthCheckResponse call() {
        List<String> ended = Loops.ended();
        HealthCheckResponseBuilder response = HealthCheckResponse.named("loops").status(ended.isEmpty());
        ended.forEach(name -> response.withData(name, "ended"));
        return response.build();
    }
}
