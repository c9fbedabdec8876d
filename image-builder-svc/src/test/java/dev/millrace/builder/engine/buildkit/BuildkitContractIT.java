package dev.millrace.builder.engine.buildkit;

import dev.millrace.builder.engine.ImageEngine;
import dev.millrace.builder.engine.ImageEngineContract;
import dev.millrace.builder.engine.OciLayout;
import dev.millrace.builder.engine.TestBuild;
import dev.millrace.builder.engine.TestBuildkit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** BuildKit keeps the promises of an engine. */
class BuildkitContractIT extends ImageEngineContract {
    @SuppressWarnings("NullAway.Init")
    private static Buildkit engine;

    @SuppressWarnings("NullAway.Init")
    private static OciLayout base;

    @BeforeAll
    static void start() throws Exception {
        engine = TestBuildkit.start(TestBuildkit.home("BuildkitContractIT"));
        base = TestBuild.base(engine, TestBuildkit.home("BuildkitContractIT").resolve("base"));
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @Override
    protected ImageEngine engine() {
        return engine;
    }

    @Override
    protected OciLayout base() {
        return base;
    }
}
