package dev.millrace.bench.setup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final Metrics METRICS = Metrics.of("""
            # HELP apiserver_request_total Requests by verb and resource.
            # TYPE apiserver_request_total counter
            apiserver_request_total{code="200",resource="secrets",subresource="",verb="GET"} 3
            apiserver_request_total{code="200",resource="secrets",subresource="",verb="WATCH"} 5
            apiserver_request_total{code="200",resource="leases",subresource="",verb="PUT"} 7
            apiserver_request_total{code="200",resource="applications",subresource="status",verb="PATCH"} 11
            apiserver_request_total{code="201",resource="deployments",subresource="",verb="APPLY"} 13
            apiserver_request_total{code="409",resource="endpointslices",subresource="",verb="POST"} 17
            millrace_stage_seconds_count{application="sync",stage="render"} 2.0
            millrace_stage_seconds_count{stage="plan"} 4.0
            millrace_events_in_total 6.0
            """);

    @Test
    void countsRequestsForApplicationsWithoutWatchesAndLeases() {
        assertThat(METRICS.requests()).isEqualTo(3 + 11 + 13);
        assertThat(METRICS.writes()).isEqualTo(11 + 13);
        assertThat(METRICS.objectWrites()).isEqualTo(13);
    }

    @Test
    void sumsAMetricWithAndWithoutLabels() {
        assertThat(METRICS.sum("millrace_events_in_total")).isEqualTo(6);
        assertThat(METRICS.sum("millrace_stage_seconds_count")).isEqualTo(6);
        assertThat(METRICS.sum("millrace_stage_seconds_count", "stage", "render"))
                .isEqualTo(2);
    }

    @Test
    void distinguishesAMissingMetricFromZero() {
        assertThat(METRICS.has("millrace_events_in_total")).isTrue();
        assertThat(METRICS.has("millrace_events_in")).isFalse();
        assertThat(METRICS.sum("millrace_events_in")).isZero();
    }
}
