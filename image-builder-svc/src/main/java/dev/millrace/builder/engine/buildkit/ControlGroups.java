package dev.millrace.builder.engine.buildkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Control groups with the limits of builds (cgroups(7), version 1 and 2): one for each repository, the parent of those of its commands. Its name
 * is part of the cache key of a command, so it is the same for all builds of a repository, on all hosts.
 */
final class ControlGroups implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ControlGroups.class);
    private static final Path MOUNT = Path.of("/sys/fs/cgroup");
    private static final String PROBE =
            "millrace-probe-" + ProcessHandle.current().pid();

    private final Path mount;
    private final BuildLimits limits;
    private final Set<String> created = ConcurrentHashMap.newKeySet();

    private ControlGroups(Path mount, BuildLimits limits) {
        this.mount = mount;
        this.limits = limits;
    }

    /** The control groups of an engine; empty if this host doesn't let the service create any. */
    static Optional<ControlGroups> open(BuildLimits limits) {
        ControlGroups groups = new ControlGroups(MOUNT, limits);
        try {
            groups.create(PROBE);
            return Optional.of(groups);
        } catch (IOException e) {
            LOG.warnf(
                    "memory and processes of builds are not limited, because no control group can be created: error=%s",
                    e);
            return Optional.empty();
        } finally {
            groups.close();
        }
    }

    /** Creates the control group of a repository if it is missing, and returns its path for the runtime. */
    String of(String namespace) throws IOException {
        return create("millrace-" + namespace);
    }

    private String create(String name) throws IOException {
        created.add(name);
        if (isVersion2()) {
            Files.writeString(mount.resolve("cgroup.subtree_control"), "+memory +pids");
            Path group = Files.createDirectories(mount.resolve(name));
            Files.writeString(group.resolve("memory.max"), Long.toString(limits.memoryBytes()));
            Files.writeString(group.resolve("pids.max"), Integer.toString(limits.processes()));
        } else {
            Path memory = Files.createDirectories(mount.resolve("memory").resolve(name));
            Files.writeString(memory.resolve("memory.limit_in_bytes"), Long.toString(limits.memoryBytes()));
            Path processes = Files.createDirectories(mount.resolve("pids").resolve(name));
            Files.writeString(processes.resolve("pids.max"), Integer.toString(limits.processes()));
        }
        return "/" + name;
    }

    private boolean isVersion2() {
        return Files.exists(mount.resolve("cgroup.controllers"));
    }

    /** Deletes the control groups, in which no process is left. */
    @Override
    public void close() {
        for (Path hierarchy : hierarchies()) {
            created.stream().map(hierarchy::resolve).filter(Files::isDirectory).forEach(ControlGroups::delete);
        }
        created.clear();
    }

    private static void delete(Path group) {
        try (Stream<Path> all = Files.walk(group)) {
            for (Path folder : all.filter(Files::isDirectory)
                    .sorted(Comparator.reverseOrder())
                    .toList()) {
                Files.deleteIfExists(folder);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.debugf("a control group could not be deleted: path=%s error=%s", group, e.getMessage());
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
