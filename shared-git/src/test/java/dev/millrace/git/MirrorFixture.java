package dev.millrace.git;

import dev.millrace.git.mirror.Mirror;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A repository on this machine and its mirror, which is empty until a test fetches. */
public abstract class MirrorFixture {
    protected Path temp;
    protected Upstream upstream;
    protected Mirror mirror;

    @BeforeEach
    void openAnEmptyMirror(@TempDir Path directory) {
        temp = directory;
        upstream = new Upstream(temp.resolve("web"));
        mirror = Mirror.open(temp.resolve("mirror"), upstream.remote());
    }

    @AfterEach
    void closeBoth() {
        mirror.close();
        upstream.close();
    }
}
