package dev.millrace.drift;

import dev.millrace.testbed.TestbedResource;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** Starts the service once on the real parts for all integration tests. Each test uses its own application. */
public class DriftProfile implements QuarkusTestProfile {
    static final String RECORDS = "drift-records";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("millrace.drift.namespace", RECORDS, "millrace.drift.await-record", "PT3S");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(TestbedResource.class, Map.of("parts", "KAFKA,CLUSTER")));
    }
}
