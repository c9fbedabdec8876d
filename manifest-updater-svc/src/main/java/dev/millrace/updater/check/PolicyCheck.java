package dev.millrace.updater.check;

import dev.millrace.git.worktree.WorkTree;
import dev.millrace.updater.check.CheckReport.FoundPlace;
import dev.millrace.updater.deliver.CommitMessages;
import dev.millrace.updater.policy.Policies;
import dev.millrace.updater.policy.Policy;
import dev.millrace.updater.policy.TagFilter;
import dev.millrace.updater.policy.read.Expansion;
import dev.millrace.updater.policy.read.PolicyMistakes;
import dev.millrace.updater.policy.read.PolicyOutcome;
import dev.millrace.updater.policy.read.PolicyPositions;
import dev.millrace.updater.policy.read.PolicyPositions.Position;
import dev.millrace.updater.policy.read.PolicyReader;
import dev.millrace.updater.registry.verify.KeyVerifier;
import dev.millrace.updater.repository.FileFindings;
import dev.millrace.updater.repository.PoliciesInForce;
import dev.millrace.updater.repository.PolicyProblems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Checks the policies of a checkout: their file, their places, the keys and templates that they name, and the markers in all files. */
public final class PolicyCheck {
    private final WorkTree checkout;
    private final Policies policies;
    private final PolicyPositions positions;
    private final List<Mistake> mistakes = new ArrayList<>();

    private PolicyCheck(WorkTree checkout, Policies policies, PolicyPositions positions) {
        this.checkout = checkout;
        this.policies = policies;
        this.positions = positions;
    }

    /**
     * The report of a checkout; empty if it has no policies.
     *
     * @throws IOException if it cannot be read
     */
    public static Optional<CheckReport> of(WorkTree checkout) throws IOException {
        String file = PoliciesInForce.FILE;
        Optional<byte[]> text = checkout.read(file);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (PolicyReader.read(text.get())) {
                    case PolicyOutcome.Usable usable -> {
                        Expansion expansion = usable.expanded(checkout.files());
                        PolicyCheck check =
                                new PolicyCheck(checkout, expansion.policies(), PolicyPositions.of(text.get()));
                        expansion.problems().forEach(check::add);
                        yield check.report();
                    }
                    case PolicyOutcome.Broken broken ->
                        new CheckReport(
                                0,
                                PolicyMistakes.of(text.get()).stream()
                                        .map(PolicyCheck::mistake)
                                        .toList(),
                                List.of());
                });
    }

    private CheckReport report() throws IOException {
        CheckoutFindings findings = CheckoutFindings.of(checkout, policies);
        Map<String, List<String>> problems = PolicyProblems.of(policies, findings.paths(), findings.files());
        for (Policy policy : policies.all()) {
            extract(policy);
            key(policy);
            problems.getOrDefault(policy.name(), List.of()).stream()
                    .filter(problem -> !problem.startsWith(PoliciesInForce.FILE))
                    .forEach(problem -> add(positions.policy(policy.name()), policy, problem));
        }
        templates();
        List<FoundPlace> places = new ArrayList<>();
        for (Map.Entry<String, FileFindings> file : findings.files().entrySet()) {
            inFile(file.getKey(), file.getValue());
            file.getValue().values().forEach(value -> places.add(place(file.getKey(), value)));
        }
        return new CheckReport(
                policies.all().size(),
                mistakes.stream().distinct().sorted(Mistake.BY_POSITION).toList(),
                places);
    }

    private static FoundPlace place(String path, FileFindings.Value value) {
        return new FoundPlace(
                value.policy(),
                path,
                value.line(),
                value.field(),
                value.part().name().toLowerCase(Locale.ROOT),
                value.text());
    }

    private static Mistake mistake(PolicyOutcome.Broken broken) {
        return new Mistake(PoliciesInForce.FILE, broken.line(), broken.column(), broken.reason());
    }

    private void add(PolicyOutcome.Broken broken) {
        mistakes.add(mistake(broken));
    }

    private void extract(Policy policy) {
        Optional<TagFilter.Mistake> mistake = policy.versions().mistake();
        mistake.ifPresent(one -> add(new Position(one.line(), one.column()), policy, one.reason()));
    }

    /** Reads the key as the service does before it writes an image. */
    private void key(Policy policy) {
        Optional<String> key = policy.versions().verification().cosignKey();
        if (key.isPresent()) {
            try {
                KeyVerifier.keys(key.get(), this::read);
            } catch (IllegalArgumentException e) {
                add(positions.key(policy.name(), "verify"), policy, "'cosign': " + e.getMessage());
            }
        }
    }

    private Optional<byte[]> read(String path) {
        try {
            return checkout.read(path);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + path, e);
        }
    }

    private void templates() {
        CommitMessages.mistake(policies.delivery()).ifPresent(reason -> add(List.of("delivery"), reason));
        policies.groups().forEach((name, delivery) -> {
            if (!delivery.message().equals(policies.delivery().message())
                    || !delivery.request().equals(policies.delivery().request())) {
                CommitMessages.mistake(delivery).ifPresent(reason -> add(List.of("groups", name), reason));
            }
        });
    }

    private void add(List<String> keys, String reason) {
        Position position = positions.at(keys);
        mistakes.add(new Mistake(PoliciesInForce.FILE, position.line(), position.column(), reason));
    }

    private void add(Position position, Policy policy, String reason) {
        mistakes.add(new Mistake(
                PoliciesInForce.FILE, position.line(), position.column(), "policy " + policy.name() + ": " + reason));
    }

    private void inFile(String path, FileFindings file) throws IOException {
        if (file.problems().isEmpty()) {
            return;
        }
        List<String> lines = new String(checkout.read(path).orElse(new byte[0]), StandardCharsets.UTF_8)
                .lines()
                .toList();
        file.problems()
                .forEach(one -> mistakes.add(new Mistake(path, one.line(), column(lines, one.line()), one.reason())));
    }

    private static int column(List<String> lines, int line) {
        if (line < 1 || line > lines.size()) {
            return 1;
        }
        String text = lines.get(line - 1);
        return text.length() - text.stripLeading().length() + 1;
    }
}
