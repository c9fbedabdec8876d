package dev.millrace.builder.engine.buildkit.limits;

import dev.millrace.builder.engine.Recipe.Resources;
import dev.millrace.builder.engine.buildkit.limits.GroupFiles.Setting;
import dev.millrace.builder.engine.buildkit.limits.GroupFiles.Version;
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
 * Control groups with the limits of builds (cgroups(7), version 1 and 2): one for each repository, and below it one for each build with limits of its
 * own. The name of a group is part of the cache key of a command. So that of a repository is the same for all its builds, on all hosts, and that of
 * a build is made of its limits and the lowest free number: only builds that run at the same time have different ones.
 */
public final class ControlGroups implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ControlGroups.class);
    private static final Path MOUNT = Path.of("/sys/fs/cgroup");
    private static final Path HOST_COUNTERS = Path.of("/proc/vmstat");
    private static final String PROBE =
            "millrace-probe-" + ProcessHandle.current().pid();

    private final Path mount;
    private final Version version;
    private final List<String> controllers;
    private final Resources shared;
    private final Set<String> created = ConcurrentHashMap.newKeySet();
    private final Set<String> claimed = ConcurrentHashMap.newKeySet();

    private ControlGroups(Path mount, List<String> controllers, Resources shared) {
        this.mount = mount;
        this.controllers = controllers;
        this.version = Files.exists(mount.resolve("cgroup.controllers")) ? Version.V2 : Version.V1;
        this.shared = shared;
    }

    /**
     * The control groups of an engine; empty if this host doesn't let the service create any.
     *
     * @param shared the limits of all running builds of one repository together
     */
    public static Optional<ControlGroups> open(Resources shared) {
        IOException refusal = new IOException("no control group was tried");
        for (List<String> controllers : List.of(GroupFiles.OWN, GroupFiles.SHARED)) {
            ControlGroups groups = new ControlGroups(MOUNT, controllers, shared);
            try {
                groups.create(PROBE, shared);
                return Optional.of(groups);
            } catch (IOException e) {
                refusal = e;
            } finally {
                groups.close();
            }
        }
        LOG.warnf(
                "memory and processes of builds are not limited, and builds that ask for limits of their own are refused, because"
                        + " no control group can be created: error=%s",
                refusal);
        return Optional.empty();
    }

    /** Returns true if builds can have limits of their own; false on a host that delegates no controller of CPUs. */
    public boolean allowOwnLimits() {
        return controllers.equals(GroupFiles.OWN);
    }

    /** Returns the control group for a build; that of its repository if it has no limits of its own. */
    public BuildGroup claim(String namespace, Resources own) throws IOException {
        String repository = "millrace-" + namespace;
        create(repository, shared);
        if (own.equals(Resources.UNLIMITED)) {
            return new BuildGroup(
                    "/" + repository, folder("pids", repository), own, Counters.NONE, () -> Counters.NONE, () -> {});
        }
        String name = lowestFree(repository + "/" + GroupFiles.name(own));
        try {
            create(name, own);
            return new BuildGroup(
                    "/" + name, folder("pids", name), own, counters(name), () -> counters(name), () -> release(name));
        } catch (IOException e) {
            release(name);
            throw e;
        }
    }

    private String lowestFree(String prefix) {
        int number = 0;
        while (!claimed.add(prefix + "-" + number)) {
            number++;
        }
        return prefix + "-" + number;
    }

    private void release(String name) {
        delete(name);
        claimed.remove(name);
    }

    private void create(String name, Resources limits) throws IOException {
        created.add(name);
        if (version == Version.V2) {
            // A controller is available in a group if its parent passes it on.
            Path parent = Optional.ofNullable(Path.of(name).getParent())
                    .map(mount::resolve)
                    .orElse(mount);
            Files.writeString(parent.resolve("cgroup.subtree_control"), "+" + String.join(" +", controllers));
        }
        for (String controller : controllers) {
            if (version == Version.V1 && !Files.exists(mount.resolve(controller).resolve("cgroup.procs"))) {
                throw new IOException("this host has no control groups for " + controller);
            }
            Files.createDirectories(folder(controller, name));
        }
        for (Setting setting : GroupFiles.of(version, limits)) {
            Path file = folder(setting.controller(), name).resolve(setting.file());
            if (!setting.isOptional() || (!limits.equals(shared) && Files.exists(file))) {
                Files.writeString(file, setting.value());
            }
        }
    }

    private Path folder(String controller, String name) {
        return version == Version.V2
                ? mount.resolve(name)
                : mount.resolve(controller).resolve(name);
    }

    private Counters counters(String name) {
        Path memory = folder("memory", name);
        Path processes = folder("pids", name);
        long kills = version == Version.V2
                ? counter(memory.resolve("memory.events"), "oom_kill")
                : counter(HOST_COUNTERS, "oom_kill");
        return new Counters(
                version == Version.V2 ? kills : number(memory.resolve("memory.failcnt")),
                kills,
                counter(processes.resolve("pids.events"), "max"),
                number(processes.resolve("pids.peak")));
    }

    /** The number in a file; 0 if this kernel has no such file. */
    private static long number(Path file) {
        return lines(file).stream()
                .filter(line -> line.matches("[0-9]{1,18}"))
                .findFirst()
                .map(Long::parseLong)
                .orElse(0L);
    }

    /** The number after a key in a file of keys and numbers; 0 if there is none. */
    private static long counter(Path file, String key) {
        return lines(file).stream()
                .filter(line -> line.matches(key + " [0-9]{1,18}"))
                .findFirst()
                .map(line -> Long.parseLong(line.substring(key.length() + 1)))
                .orElse(0L);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("reading the counters of a control group", e);
        }
    }

    /** Deletes the control groups, in which no process is left. */
    @Override
    public void close() {
        created.stream().sorted(Comparator.reverseOrder()).toList().forEach(this::delete);
    }

    private void delete(String name) {
        for (Path hierarchy : hierarchies()) {
            Path group = hierarchy.resolve(name);
            if (Files.isDirectory(group)) {
                deleteFolders(group);
            }
        }
        created.remove(name);
    }

    private static void deleteFolders(Path group) {
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
        if (version == Version.V2) {
            return List.of(mount);
        }
        try (Stream<Path> all = Files.list(mount)) {
            return all.filter(Files::isDirectory).toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
