package dev.millrace.builder.engine.buildkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Control groups with the limits of builds (cgroups(7), version 1 and 2): one for each build, the parent of those of its commands.
 *
 * @param mount where they are mounted
 * @param name of the common parent
 */
record ControlGroups(Path mount, String name, BuildLimits limits) {
    private static final Logger LOG = Logger.getLogger(ControlGroups.class);
    private static final Path MOUNT = Path.of("/sys/fs/cgroup");

    /** The control groups of an engine; empty if this host doesn't let the service create any. */
    static Optional<ControlGroups> open(Path home, BuildLimits limits) {
        ControlGroups groups = new ControlGroups(
                MOUNT, "millrace-" + Integer.toHexString(home.toString().hashCode()), limits);
        groups.remove(groups.name);
        try {
            groups.enable();
            groups.create("probe");
            groups.delete("probe");
            return Optional.of(groups);
        } catch (IOException e) {
            groups.remove(groups.name);
            LOG.warnf(
                    "memory and processes of builds are not limited, because no control group can be created: error=%s",
                    e);
            return Optional.empty();
        }
    }

    private boolean isVersion2() {
        return Files.exists(mount.resolve("cgroup.controllers"));
    }

    private void enable() throws IOException {
        if (isVersion2()) {
            Files.writeString(mount.resolve("cgroup.subtree_control"), "+memory +pids");
            Path parent = Files.createDirectories(mount.resolve(name));
            Files.writeString(parent.resolve("cgroup.subtree_control"), "+memory +pids");
        }
    }

    /** Creates the control group of a build, and returns its path for the runtime. */
    String create(String build) throws IOException {
        String path = name + "/" + build;
        if (isVersion2()) {
            Path group = Files.createDirectories(mount.resolve(path));
            Files.writeString(group.resolve("memory.max"), Long.toString(limits.memoryBytes()));
            Files.writeString(group.resolve("pids.max"), Integer.toString(limits.processes()));
        } else {
            Path memory = Files.createDirectories(mount.resolve("memory").resolve(path));
            Files.writeString(memory.resolve("memory.limit_in_bytes"), Long.toString(limits.memoryBytes()));
            Path processes = Files.createDirectories(mount.resolve("pids").resolve(path));
            Files.writeString(processes.resolve("pids.max"), Integer.toString(limits.processes()));
        }
        return "/" + path;
    }

    /** Deletes the control group of a build, in which no process is left. */
    void delete(String build) {
        remove(name + "/" + build);
    }

    /** Deletes all control groups. */
    void deleteAll() {
        remove(name);
    }

    private void remove(String path) {
        for (Path hierarchy : hierarchies()) {
            Path group = hierarchy.resolve(path);
            if (!Files.isDirectory(group)) {
                continue;
            }
            try (Stream<Path> all = Files.walk(group)) {
                for (Path folder : all.filter(Files::isDirectory)
                        .sorted(Comparator.reverseOrder())
                        .toList()) {
                    Files.deleteIfExists(folder);
                }
            } catch (IOException e) {
                LOG.debugf("a control group could not be deleted: path=%s error=%s", group, e.getMessage());
            }
        }
    }

    private List<Path> hierarchies() {
        if (isVersion2()) {
            return List.of(mount);
        }
        try (Stream<Path> all = Files.list(mount)) {
            return all.filter(Files::isDirectory).toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
