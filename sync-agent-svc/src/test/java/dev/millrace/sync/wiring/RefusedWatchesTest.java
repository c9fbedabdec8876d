package dev.millrace.sync.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class RefusedWatchesTest {
    private static final String INFORMERS = "io.fabric8.kubernetes.client.informers.impl.cache.Reflector";

    static final List<Arguments> LINES = List.of(
            arguments(INFORMERS, new CompletionException(answer(403)), false),
            arguments(INFORMERS, answer(403), false),
            arguments(INFORMERS, new CompletionException(answer(503)), true),
            arguments(INFORMERS, null, true),
            arguments("dev.millrace.sync", answer(403), true));

    private static KubernetesClientException answer(int code) {
        return new KubernetesClientException("no", code, null);
    }

    @ParameterizedTest
    @FieldSource("LINES")
    void onlyTheStackTracesOfRefusedWatchesAreDropped(String logger, @Nullable Throwable thrown, boolean logged) {
        LogRecord line = new LogRecord(Level.WARNING, "listSyncAndWatch failed");
        line.setLoggerName(logger);
        line.setThrown(thrown);

        assertThat(new RefusedWatches().isLoggable(line)).isEqualTo(logged);
    }
}
