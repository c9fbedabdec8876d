package dev.millrace.updater.status;

import dev.millrace.events.value.CommitId;
import dev.millrace.git.read.Tree;
import dev.millrace.updater.decide.WrittenUpdate;
import dev.millrace.updater.decide.WrittenUpdates;
import dev.millrace.updater.policy.Policy;
import dev.millrace.updater.repository.ConfigRepository;
import dev.millrace.updater.repository.FileFindings;
import dev.millrace.updater.repository.PoliciesInForce;
import dev.millrace.updater.repository.PolicyProblems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Collects the findings of policies in a commit's files. */
final class Inspection {
    private final PoliciesInForce inForce;
    private final Map<String, List<String>> ofPolicies;
    private final Map<String, List<PolicyView.PlaceView>> places = new HashMap<>();
    private final Map<String, Set<String>> tags = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    private Inspection(PoliciesInForce inForce, Map<String, List<String>> ofPolicies) {
        this.inForce = inForce;
        this.ofPolicies = ofPolicies;
    }

    static RepositoryView of(ConfigRepository repository) {
        Optional<CommitId> tip = repository.mirror().tip(repository.branch());
        if (tip.isEmpty()) {
            return new RepositoryView(
                    repository.id().value(),
                    repository.branch().shortName(),
                    Optional.empty(),
                    Optional.of("branch not fetched yet: " + repository.lastContact()),
                    List.of(),
                    repository.requests(),
                    List.of());
        }
        PoliciesInForce inForce = repository.policies(tip.get());
        Map<String, FileFindings> findings = repository.findings(tip.get());
        List<String> paths = inForce.policies().all().isEmpty()
                ? List.of()
                : repository.mirror().tree(tip.get()).blobs().stream()
                        .map(Tree.Blob::path)
                        .toList();
        Inspection inspection = new Inspection(inForce, PolicyProblems.of(inForce.policies(), paths, findings));
        inspection.problems.addAll(inForce.problems());
        findings.forEach(inspection::add);
        return inspection.view(repository, tip.get());
    }

    private void add(String path, FileFindings file) {
        file.problems().forEach(one -> problems.add(path + ":" + one.line() + ": " + one.reason()));
        for (FileFindings.Value place : file.values()) {
            places.computeIfAbsent(place.policy(), name -> new ArrayList<>())
                    .add(new PolicyView.PlaceView(path, place.line(), place.field(), place.text()));
            place.tag().ifPresent(tag -> tags.computeIfAbsent(place.policy(), name -> new HashSet<>())
                    .add(tag.value()));
        }
    }

    private RepositoryView view(ConfigRepository repository, CommitId tip) {
        WrittenUpdates written = repository.written(tip);
        return new RepositoryView(
                repository.id().value(),
                repository.branch().shortName(),
                Optional.of(tip.value()),
                inForce.error(),
                List.copyOf(problems),
                repository.requests(),
                inForce.policies().all().stream()
                        .map(policy -> view(repository, policy, written))
                        .toList());
    }

    private PolicyView view(ConfigRepository repository, Policy policy, WrittenUpdates written) {
        List<PolicyView.PlaceView> found = places.getOrDefault(policy.name(), List.of());
        Optional<WrittenUpdate> floor = written.floor(policy);
        Optional<String> last = written.all().stream()
                .filter(one -> one.policy().equals(policy.name()))
                .findFirst()
                .map(one -> one.commit().value());
        return new PolicyView(
                repository.id().value(),
                repository.branch().shortName(),
                policy.name(),
                policy.image().value(),
                policy.promotion().environment(),
                tags.getOrDefault(policy.name(), Set.of()).stream()
                        .reduce((one, other) -> "")
                        .filter(tag -> !tag.isEmpty()),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                last,
                floor.map(one -> one.image() + ":" + one.tag() + "@" + one.digest()),
                List.copyOf(found),
                error(policy));
    }

    private Optional<String> error(Policy policy) {
        List<String> errors = ofPolicies.getOrDefault(policy.name(), List.of());
        return errors.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", errors));
    }
}
