package dev.millrace.builder.engine.buildkit.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.builder.engine.Recipe.Resources;
import dev.millrace.builder.engine.buildkit.limits.GroupFiles.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Groups of builds on this host: builds at the same time have different ones, and later builds have the same. */
class ControlGroupsIT {
    private static final Path MOUNT = Path.of("/sys/fs/cgroup");
    private static final String NAMESPACE =
            "groups-it-" + ProcessHandle.current().pid();
    private static final Resources SHARED =
            new Resources(Optional.of(1L << 30), Optional.empty(), Optional.of(500L), Optional.empty());
    private static final Resources OWN =
            new Resources(Optional.of(64L << 20), Optional.of(1500L), Optional.of(40L), Optional.empty());

    private final ControlGroups groups = ControlGroups.open(SHARED).orElseThrow();

    @AfterEach
    void close() {
        groups.close();
    }

    @Test
    void buildsAtTheSameTimeHaveGroupsOfTheirOwn() throws IOException {
        String prefix = "/millrace-" + NAMESPACE + "/build-cpu1500-memory67108864-pids40-";
        BuildGroup first = groups.claim(NAMESPACE, OWN);
        BuildGroup second = groups.claim(NAMESPACE, OWN);

        assertThat(first.path()).isEqualTo(prefix + "0");
        assertThat(second.path()).isEqualTo(prefix + "1");
        first.close();
        assertThat(groups.claim(NAMESPACE, OWN).path()).isEqualTo(prefix + "0");
    }

    @Test
    void aBuildWithoutLimitsHasTheGroupOfItsRepository() throws IOException {
        assertThat(groups.claim(NAMESPACE, Resources.UNLIMITED).path()).isEqualTo("/millrace-" + NAMESPACE);
    }

    @Test
    void theKernelHasTheLimits() throws IOException {
        String path = groups.claim(NAMESPACE, OWN).path();

        boolean isVersion2 = Files.exists(MOUNT.resolve("cgroup.controllers"));
        for (GroupFiles.Setting one : GroupFiles.of(isVersion2 ? Version.V2 : Version.V1, OWN)) {
            Path folder = isVersion2 ? MOUNT : MOUNT.resolve(one.controller());
            Path file = folder.resolve(path.substring(1)).resolve(one.file());
            if (!one.isOptional() || Files.exists(file)) {
                assertThat(file).hasContent(one.value());
            }
        }
    }

    @Test
    void aClosedGroupIsDeleted() throws IOException {
        BuildGroup group = groups.claim(NAMESPACE, OWN);
        assertThat(group.processes()).exists();

        group.close();

        assertThat(group.processes()).doesNotExist();
    }
}
