package dev.millrace.builder.engine.buildkit;

import dev.millrace.builder.engine.Network;
import dev.millrace.builder.engine.TestBuild;
import dev.millrace.builder.engine.TestBuildkit;
import java.nio.file.Path;

/** A service with a running build, to be killed. Arguments: the folder of the engine and the one of the base image. */
final class EngineMain {
    private EngineMain() {}

    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        Buildkit engine = TestBuildkit.start(TestBuildkit.settings(home, Network.NONE, TestBuildkit.LIMITS));
        TestBuild.on(engine, TestBuild.base(engine, Path.of(arguments[1])))
                .network(Network.NONE)
                .run("FROM " + TestBuild.BASE + "\nRUN setsid sleep 7534 & sleep 7534\n");
    }
}
