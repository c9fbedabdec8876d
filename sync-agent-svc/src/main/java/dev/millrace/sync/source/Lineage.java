package dev.millrace.sync.source;

import dev.millrace.events.Cause;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.value.Traceparent;
import dev.millrace.git.commit.Commit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The changes that commits follow from, according to their trailers.
 *
 * @param chain the chain of the single change, or that of the newest commit if there are several
 * @param causes the changes that our own commits name, each once
 * @param trace the trace context of the newest commit
 */
public record Lineage(ChainId chain, List<Cause> causes, Optional<Traceparent> trace) {

    public Lineage {
        causes = List.copyOf(causes);
    }

    /**
     * @param commits newest first, at least one
     * @param broughtIn returns the commits that a merge commit brought in: its own message doesn't name their causes
     */
    public static Lineage of(RepositoryId repository, List<Commit> commits, Function<Commit, List<Commit>> broughtIn) {
        Set<Cause> causes = new LinkedHashSet<>();
        int byPeople = 0;
        for (Commit commit : commits) {
            causes.addAll(causes(commit));
            List<Commit> side = broughtIn.apply(commit);
            for (Commit one : side.isEmpty() ? List.of(commit) : side) {
                List<Cause> named = causes(one);
                causes.addAll(named);
                byPeople += named.isEmpty() ? 1 : 0;
            }
        }
        CommitId newest = commits.getFirst().id();
        ChainId chain = causes.size() == 1 && byPeople == 0
                ? causes.iterator().next().chainId()
                : ChainId.of(repository, newest);
        Optional<Traceparent> trace = commits.getFirst().trailers("Traceparent").stream()
                .filter(Traceparent::isValid)
                .map(Traceparent::new)
                .findFirst();
        return new Lineage(chain, List.copyOf(causes), trace);
    }

    /** Trailers of chain and event stand in matching order. A value that is no such id is not ours and is skipped. */
    private static List<Cause> causes(Commit commit) {
        List<String> chains = commit.trailers("Millrace-Chain");
        List<String> events = commit.trailers("Millrace-Event");
        List<Cause> causes = new ArrayList<>();
        for (int i = 0; i < Math.min(chains.size(), events.size()); i++) {
            try {
                causes.add(new Cause(
                        new ChainId(chains.get(i).strip()),
                        new EventId(events.get(i).strip())));
            } catch (IllegalArgumentException e) {
                // written by hand
            }
        }
        return causes;
    }
}
