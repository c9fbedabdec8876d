package dev.millrace.updater.promote.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.UpdateRequested;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.ImageName;
import dev.millrace.updater.policy.ImageSet;
import dev.millrace.updater.policy.Policy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SetPlansTest {
    private static final ImageName WEB = new ImageName("reg.example/web");
    private static final ImageName API = new ImageName("reg.example/api");
    private static final ImageSet SET = new ImageSet("shop", List.of(WEB, API));

    /** The plan of web is a promotion of the first image. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = ';',
            nullValues = "-",
            value = {
                "promote 1; -",
                "promote 2; waits for shop.api: only t2 is due",
                "soak; waits for shop.api: not healthy for long enough yet",
                "blocked; waits for shop.api: t1: no application of staging runs it",
                "nothing; -"
            })
    void aPromotionOfASetWaitsForTheMemberThatIsNotDue(String api, String reason) {
        Policy web = Policy.newest("shop.web", WEB).in(SET);
        PromotionPlan promote = promote(web, 1);
        Map<Policy, PromotionPlan> plans = new LinkedHashMap<>();
        plans.put(web, promote);
        Policy other = Policy.newest("shop.api", API).in(SET);
        plans.put(other, plan(other, api));
        Policy alone = Policy.newest("alone", API);
        plans.put(alone, promote(alone, 2));

        Map<Policy, PromotionPlan> whole = SetPlans.whole(plans);

        assertThat(whole.get(alone)).isEqualTo(plans.get(alone));
        if (reason == null) {
            assertThat(whole).isEqualTo(plans);
        } else {
            assertThat(whole.get(web)).isInstanceOfSatisfying(PromotionPlan.WaitUntil.class, waits -> {
                assertThat(waits.why()).isEqualTo(PromotionPlan.WaitReason.SET);
                assertThat(waits.reason()).isEqualTo(reason);
                assertThat(waits.image().tag()).isEqualTo(Sandbox.image(1).tag());
            });
        }
    }

    private static PromotionPlan plan(Policy policy, String text) {
        KnownImage image = Sandbox.image(1);
        return switch (text) {
            case "promote 1" -> promote(policy, 1);
            case "promote 2" -> promote(policy, 2);
            case "soak" ->
                new PromotionPlan.WaitUntil(
                        image.event(),
                        image,
                        PromotionPlan.WaitReason.SOAK,
                        "not healthy for long enough yet",
                        Optional.empty());
            case "blocked" -> new PromotionPlan.Nothing("t1: no application of staging runs it", Optional.of(image));
            default -> new PromotionPlan.Nothing("no newer image is known", Optional.empty());
        };
    }

    private static PromotionPlan promote(Policy policy, int n) {
        KnownImage image = Sandbox.image(n);
        UpdateRequested update = new UpdateRequested(
                Sandbox.CONFIG,
                GitRef.branch("main"),
                policy.name(),
                "",
                UpdateRequested.Kind.PROMOTION,
                policy.image(),
                image.tag(),
                image.digest(),
                image.pushedAt(),
                image.builtAt(),
                image.source(),
                Optional.empty(),
                image.event(),
                Sandbox.NOON);
        return new PromotionPlan.Promote(EventId.of("promotion", policy.name()), update, image.chain());
    }
}
