package dev.millrace.updater.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.ApplicationId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentTest {
    @ParameterizedTest(name = "{0} for {1}: {2}")
    @CsvSource(
            delimiter = ';',
            value = {
                "eu/shop/{service}; web; eu/shop/web",
                "eu/{service}/{service}-staging; web; eu/web/web-staging",
                "eu/shop/{service} us/shop/{service}; web; eu/shop/web us/shop/web",
                "eu/shop/{service} eu/shop/proxy; web; eu/shop/proxy eu/shop/web",
                "eu/shop/{service}; my_web; ''",
                "eu/shop/{service}; -; eu/shop/web eu/shop/api",
                "eu/{team}/{service}; web; eu/shop/web",
                "eu/shop/x-{service}; -; ''"
            })
    void aPatternNamesTheApplicationsOfAPolicyByItsValues(String patterns, String service, String applications) {
        Environment environment = environment(patterns);
        Map<String, String> values = service.equals("-") ? Map.of() : Map.of("service", service);
        List<ApplicationId> known = Stream.of("eu/shop/web", "eu/shop/api", "us/other/web")
                .map(ApplicationId::parse)
                .toList();

        assertThat(environment.applications(values, known))
                .extracting(ApplicationId::toString)
                .containsExactlyInAnyOrder(applications.isEmpty() ? new String[0] : applications.split(" "));
        assertThat(environment.applications(values, known))
                .allMatch(application -> environment.names(application, values));
    }

    @ParameterizedTest(name = "{0}: {1} may run {2}: {3}")
    @CsvSource(
            delimiter = ';',
            value = {
                "eu/shop/web eu/shop/api; eu/shop/web; web; true",
                "eu/shop/web eu/shop/api; eu/shop/api; web; false",
                "eu/shop/web-staging eu/shop/webshop; eu/shop/webshop; web; false",
                "eu/web/main eu/api/main; eu/api/main; web; false",
                "eu/shop/frontend eu/shop/backend; eu/shop/backend; web; true",
                "eu/shop/web eu/shop/api; eu/shop/api; -; true",
                "eu/shop/{service} eu/shop/proxy; eu/shop/proxy; web; false",
                "eu/shop/{service} eu/shop/proxy; eu/shop/web; web; true"
            })
    void aSilentApplicationOfAnotherServiceIsNotWaitedFor(
            String named, String application, String service, boolean mayRun) {
        Map<String, String> values = service.equals("-") ? Map.of() : Map.of("service", service);

        assertThat(environment(named).mayRun(ApplicationId.parse(application), values))
                .isEqualTo(mayRun);
    }

    private static Environment environment(String named) {
        List<String> all = List.of(named.split(" "));
        return new Environment(
                "staging",
                all.stream()
                        .filter(text -> !ApplicationPattern.isPattern(text))
                        .map(ApplicationId::parse)
                        .toList(),
                all.stream()
                        .filter(ApplicationPattern::isPattern)
                        .map(ApplicationPattern::new)
                        .toList());
    }
}
