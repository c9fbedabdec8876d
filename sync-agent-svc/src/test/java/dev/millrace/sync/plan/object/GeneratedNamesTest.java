package dev.millrace.sync.plan.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.ObjectRef;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Objects are written {@code [<kind>/][<namespace>:]<name>}; without them, a ConfigMap in the namespace shop. Those with a + are new. */
class GeneratedNamesTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                // kustomize
                "kustomize: another hash            | conf-t7d2k9hg4m             | +conf-6ft88t2625          | conf-t7d2k9hg4m",
                "kustomize: recorded since          | conf-t7d2k9hg4m             | conf-6ft88t2625           | conf-t7d2k9hg4m",
                "kustomize: several old ones        | conf-t7d2k9hg4m conf-9bbk7c2dfh | conf-6ft88t2625       | conf-t7d2k9hg4m conf-9bbk7c2dfh",
                "kustomize: a longer stem           | a-b.c-conf-t7d2k9hg4m       | +a-b.c-conf-6ft88t2625    | a-b.c-conf-t7d2k9hg4m",
                "kustomize: a hash without digits   | conf-bcdfghkmtb             | +conf-tmkhgfdcbt          | conf-bcdfghkmtb",
                "kustomize: a Secret                | Secret/pw-t7d2k9hg4m        | +Secret/pw-6ft88t2625     | Secret/pw-t7d2k9hg4m",
                "kustomize: the hash switched off   | conf-t7d2k9hg4m             | +conf                     | conf-t7d2k9hg4m",
                "kustomize: the hash switched on    | conf                        | +conf-6ft88t2625          | conf",
                "kustomize: another stem            | conf-t7d2k9hg4m             | +other-6ft88t2625         |",
                "kustomize: another kind            | conf-t7d2k9hg4m             | +Secret/conf-6ft88t2625   |",
                "kustomize: another namespace       | conf-t7d2k9hg4m             | +else:conf-6ft88t2625     |",
                "kustomize: nine letters            | conf-t7d2k9hg4              | conf-6ft88t262            |",
                "kustomize: not its letters         | conf-aeiou13579             | conf-aeiou97531           |",
                "kustomize: no successor            | conf-t7d2k9hg4m             | +web                      |",
                "kustomize: its successor goes too  | conf-t7d2k9hg4m conf-6ft88t2625 |                       |",
                // charts
                "chart: a checksum                  | conf-3fa94c21               | +conf-9bc0ffee            | conf-3fa94c21",
                "chart: a checksum, recorded since  | conf-3fa94c21               | conf-9bc0ffee             |",
                "chart: a long checksum             | conf-0123456789abcdef0123456789abcdef | +conf-fedcba9876543210fedcba9876543210 | conf-0123456789abcdef0123456789abcdef",
                "chart: by chance                   | Job/migrate-x7k2z           | +Job/migrate-q9w3e        | Job/migrate-x7k2z",
                "chart: the release's revision      | Job/migrate-12              | +Job/migrate-13           | Job/migrate-12",
                "chart: a version                   | Job/migrate-1.2.3           | +Job/migrate-1.3.0        | Job/migrate-1.2.3",
                "chart: a version with v            | Job/migrate-v1-2-3          | +Job/migrate-v1-3-0       | Job/migrate-v1-2-3",
                "chart: a version of other length   | Job/migrate-1-2             | +Job/migrate-1-3-1        | Job/migrate-1-2",
                "chart: a date                      | Job/migrate-20240627        | +Job/migrate-20240701     | Job/migrate-20240627",
                "chart: one successor for one       | Job/migrate-1 Job/migrate-2 | +Job/migrate-3            | Job/migrate-1",
                "chart: two successors for two      | Job/migrate-1 Job/migrate-2 | +Job/migrate-3 +Job/migrate-4 | Job/migrate-1 Job/migrate-2",
                "names: one of several stays        | worker-1 worker-2           | worker-0                  |",
                "names: words                       | shop-blue                   | +shop-green               |",
                "names: no dash                     | conf1                       | +conf2                    |",
                "names: plain ones                  | web                         | +shop                     |",
            })
    void haveASuccessorInTheSameCommit(
            String situation, String gone, @Nullable String desired, @Nullable String succeeded) {
        Set<String> recorded = new HashSet<>();
        words(gone).forEach(text -> recorded.add(ref(text).identity()));
        words(desired).stream()
                .filter(text -> !text.startsWith("+"))
                .forEach(text -> recorded.add(ref(text).identity()));

        Set<String> answer = GeneratedNames.succeeded(refs(gone), refs(desired), recorded);

        assertThat(answer)
                .as(situation)
                .containsExactlyInAnyOrderElementsOf(
                        refs(succeeded).stream().map(ObjectRef::identity).toList());
    }

    private static List<ObjectRef> refs(@Nullable String text) {
        return words(text).stream().map(GeneratedNamesTest::ref).toList();
    }

    private static List<String> words(@Nullable String text) {
        return text == null
                ? List.of()
                : Arrays.stream(text.split(" ")).filter(word -> !word.isEmpty()).toList();
    }

    private static ObjectRef ref(String text) {
        String[] kindAndName = text.replace("+", "").split("/");
        String kind = kindAndName.length == 1 ? "ConfigMap" : kindAndName[0];
        String[] name = kindAndName[kindAndName.length - 1].split(":");
        return new ObjectRef(
                kind.equals("Job") ? "batch/v1" : "v1",
                kind,
                Optional.of(name.length == 1 ? "shop" : name[0]),
                name[name.length - 1]);
    }
}
