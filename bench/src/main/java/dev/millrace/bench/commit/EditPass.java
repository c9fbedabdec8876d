package dev.millrace.bench.commit;

import dev.millrace.bench.report.Measurement;
import dev.millrace.bench.report.Result.Measured;
import dev.millrace.bench.setup.Fleet;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.git.commit.Person;
import dev.millrace.git.mirror.MirrorHolder;
import dev.millrace.git.remote.Credentials;
import dev.millrace.git.remote.Remote;
import dev.millrace.testbed.delivery.LocalDelivery;
import dev.millrace.testbed.git.GitHost;
import dev.millrace.testbed.git.GitWorkspace;
import dev.millrace.updater.repository.ConfigRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * From a fetched commit of 8,000 files to every place in them that contains a policy's image, and the files that an edit would read.
 *
 * @param cold true if all files are read for the first time; else one has changed since they were
 */
public record EditPass(boolean cold) implements Measurement {
    private static final int DIRECTORIES = 2_000;
    private static final int WARM_UP = 3;
    private static final int ROUNDS = 20;
    private static final GitRef MAIN = GitRef.branch("main");

    @Override
    public String name() {
        return "edit-pass/8000-" + (cold ? "cold" : "one-changed");
    }

    @Override
    public void measure(LocalDelivery delivery, Consumer<Measured> results) throws IOException {
        GitHost git = delivery.gitHost();
        String repository = "bench/edit-pass-" + (cold ? "cold" : "changed");
        Remote remote = Remote.of(git.createRepository(repository), new Credentials.Basic(git.user(), git.password()));
        GitWorkspace user = git.workspace();
        user.push(repository, "main", files(), "Begin");
        Path mirrors = Files.createTempDirectory("edit-pass");
        List<Double> millis = new ArrayList<>();
        try (ConfigRepository open = opened(remote, mirrors)) {
            pass(open, tip(open));
            for (int i = 1; i <= WARM_UP + ROUNDS; i++) {
                double took = cold ? cold(remote, mirrors) : afterAChange(open, user, repository, i);
                if (i > WARM_UP) {
                    millis.add(took);
                }
            }
        }
        results.accept(Measured.of(name(), "ms", millis));
    }

    private static double cold(Remote remote, Path mirrors) {
        try (ConfigRepository fresh = opened(remote, mirrors)) {
            return pass(fresh, tip(fresh));
        }
    }

    private static double afterAChange(ConfigRepository open, GitWorkspace user, String repository, int round) {
        user.push(repository, "main", Map.of("web.yaml", web(round)), "change " + round);
        return pass(open, tip(open));
    }

    private static double pass(ConfigRepository repository, CommitId tip) {
        long start = System.nanoTime();
        int[] files = {0};
        if (repository.present(tip).isEmpty()) {
            throw new IllegalStateException("the policy's place was not found");
        }
        repository.visit(tip, repository.policies(tip).policies().all(), (path, content) -> files[0]++);
        double millis = (System.nanoTime() - start) / 1e6;
        if (files[0] != 1) {
            throw new IllegalStateException("an edit would read " + files[0] + " files, not one");
        }
        return millis;
    }

    private static CommitId tip(ConfigRepository repository) {
        return repository.freshTip().orElseThrow();
    }

    private static ConfigRepository opened(Remote remote, Path mirrors) {
        return new ConfigRepository(
                new MirrorHolder(remote, mirrors), MAIN, new Person("Millrace", "millrace@example.com"));
    }

    private static Map<String, String> files() {
        Map<String, String> files = new HashMap<>(Fleet.kustomized(DIRECTORIES));
        files.put(".millrace/updates.yaml", "policies:\n  - name: web\n    image: registry.example.com/bench/web\n");
        files.put("web.yaml", web(0));
        return files;
    }

    private static String web(int round) {
        return "image: registry.example.com/bench/web:1." + round + " # {\"$imagepolicy\": \"web\"}\n";
    }
}
