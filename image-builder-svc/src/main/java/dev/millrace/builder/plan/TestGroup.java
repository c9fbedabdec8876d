package dev.millrace.builder.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * Images with the same tests. The tests run once; if they fail, these images fail, and no others.
 *
 * @param plans at least one
 */
public record TestGroup(List<ImagePlan> plans) {

    public TestGroup {
        plans = List.copyOf(plans);
    }

    /** The groups of a commit's images, in the order of their first images. */
    public static List<TestGroup> of(List<ImagePlan> plans) {
        List<List<ImagePlan>> groups = new ArrayList<>();
        for (ImagePlan plan : plans) {
            groups.stream()
                    .filter(group -> group.getFirst().hasSameTests(plan))
                    .findFirst()
                    .orElseGet(() -> {
                        groups.add(new ArrayList<>());
                        return groups.getLast();
                    })
                    .add(plan);
        }
        return groups.stream().map(TestGroup::new).toList();
    }
}
