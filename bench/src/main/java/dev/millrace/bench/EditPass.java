package dev.millrace.bench;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.git.Credentials;
import dev.millrace.git.MirrorHolder;
import dev.millrace.git.Person;
import dev.millrace.git.Remote;
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

/**
 * From a fetched commit of 8,000 files to every place in them where a policy's image stands, and the files that an edit would look into: all
 * of them looked at for the first time, or one of them changed since.
 */
record EditPass(boolean cold) implements Measurement {
    private static final int DIRECTORIES = 2_000;
    private static final int WARM_UP = 3;
    private static final int TIMES = 20;
    private static final GitRef MAIN = GitRef.branch("main");

    @Override
    public String name() {
        return "edit-pass/8000-" + (cold ? "cold" : "one-changed");
    }

    @Override
    public Result measure(LocalDelivery delivery) throws IOException {
        GitHost git = delivery.gitHost();
        String repository = "bench/edit-pass-" + (cold ? "cold" : "changed");
        Remote remote = Remote.of(git.createRepository(repository), new Credentials.Basic(git.user(), git.password()));
        GitWorkspace person = git.workspace();
        person.push(repository, "main", files(), "Begin");
        Path mirrors = Files.createTempDirectory("edit-pass");
        List<Double> millis = new ArrayList<>();
        try (ConfigRepository kept = open(remote, mirrors)) {
            look(kept, tip(kept));
            for (int i = 1; i <= WARM_UP + TIMES; i++) {
                double took = cold ? cold(remote, mirrors) : afterAChange(kept, person, repository, i);
                if (i > WARM_UP) {
                    millis.add(took);
                }
            }
        }
        return Result.of(name(), "ms", millis);
    }

    private static double cold(Remote remote, Path mirrors) {
        try (ConfigRepository fresh = open(remote, mirrors)) {
            return look(fresh, tip(fresh));
        }
    }

    private static double afterAChange(ConfigRepository kept, GitWorkspace person, String repository, int round) {
        person.push(repository, "main", Map.of("web.yaml", web(round)), "change " + round);
        return look(kept, tip(kept));
    }

    private static double look(ConfigRepository repository, CommitId tip) {
        long start = System.nanoTime();
        int[] files = {0};
        if (repository.present(tip).isEmpty()) {
            throw new IllegalStateException("the policy's place was not found");
        }
        repository.visit(tip, repository.policies(tip).policies().all(), (path, content) -> files[0]++);
        double millis = (System.nanoTime() - start) / 1e6;
        if (files[0] != 1) {
            throw new IllegalStateException("an edit would look into " + files[0] + " files, not into one");
        }
        return millis;
    }

    private static CommitId tip(ConfigRepository repository) {
        return repository.freshTip().orElseThrow();
    }

    private static ConfigRepository open(Remote remote, Path mirrors) {
        return new ConfigRepository(
                new MirrorHolder(remote, mirrors), MAIN, new Person("Millrace", "millrace@example.com"));
    }

    private static Map<String, String> files() {
        Map<String, String> files = new HashMap<>(Fleet.files(DIRECTORIES));
        files.put(".millrace/updates.yaml", "policies:\n  - name: web\n    image: registry.example.com/bench/web\n");
        files.put("web.yaml", web(0));
        return files;
    }

    private static String web(int round) {
        return "image: registry.example.com/bench/web:1." + round + " # {\"$imagepolicy\": \"web\"}\n";
    }
}
