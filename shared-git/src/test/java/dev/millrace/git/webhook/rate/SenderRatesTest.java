package dev.millrace.git.webhook.rate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SenderRatesTest {
    private static final SenderAddress ONE = SenderAddress.of("192.0.2.1");
    private static final SenderAddress OTHER = SenderAddress.of("192.0.2.2");
    private static final Optional<Duration> ADMITTED = Optional.empty();

    private final AtomicLong now = new AtomicLong();
    private final SenderRates rates = new SenderRates(new RateLimits(10, 5, 6), now::get);

    @Test
    void anAddressMayCallAtItsRateAfterABurst() {
        for (int i = 0; i < 20; i++) {
            assertThat(rates.admit(ONE)).isEqualTo(ADMITTED);
        }
        assertThat(rates.admit(ONE)).contains(Duration.ofMillis(100));

        pass(Duration.ofMillis(100));

        assertThat(rates.admit(ONE)).isEqualTo(ADMITTED);
        assertThat(rates.admit(ONE)).contains(Duration.ofMillis(100));
        assertThat(rates.admit(OTHER)).isEqualTo(ADMITTED);
    }

    @Test
    void aRepositoryHasARateOfItsOwn() {
        for (int i = 0; i < 10; i++) {
            assertThat(rates.admitRepository("git.example/shop/web")).isEqualTo(ADMITTED);
        }

        assertThat(rates.admitRepository("git.example/shop/web")).contains(Duration.ofMillis(200));
        assertThat(rates.admitRepository("git.example/shop/api")).isEqualTo(ADMITTED);
    }

    @Test
    void anAddressWhoseRequestsAreRejectedIsSlowedDown() {
        rejectMany(ONE);

        assertThat(rates.admit(ONE)).contains(Duration.ofSeconds(10));
        assertThat(rates.admit(OTHER)).isEqualTo(ADMITTED);

        pass(Duration.ofSeconds(10));

        assertThat(rates.admit(ONE)).isEqualTo(ADMITTED);
    }

    @Test
    void aVerifiedAddressIsNotSlowedDownByRejectedRequests() {
        rates.verify(ONE);
        rejectMany(ONE);

        assertThat(rates.admit(ONE)).isEqualTo(ADMITTED);

        pass(Duration.ofHours(1));
        rejectMany(ONE);

        assertThat(rates.isVerified(ONE)).isFalse();
        assertThat(rates.admit(ONE)).isPresent();
    }

    @Test
    void manyAddressesDoNotTakeThePlaceOfAVerifiedOne() {
        rates.verify(ONE);

        for (int i = 0; i < 100_000; i++) {
            SenderAddress stranger = SenderAddress.of("10.%d.%d.%d".formatted(i >> 16, i >> 8 & 255, i & 255));
            rates.admit(stranger);
            rates.reject(stranger);
        }

        assertThat(rates.isVerified(ONE)).isTrue();
        assertThat(rates.admit(ONE)).isEqualTo(ADMITTED);
    }

    @Test
    void aFullTableDropsTheEntryThatWasNotUsedForLongest() {
        RecentlyUsed<String, Integer> table = new RecentlyUsed<>(2);
        table.put("a", 1);
        table.put("b", 2);

        assertThat(table.get("a")).isEqualTo(1);
        table.put("c", 3);

        assertThat(table).containsOnlyKeys("a", "c");
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "2001:db8::1, 2001:db8::2, true",
        "2001:db8:0:1::1, 2001:db8:0:2::1, false",
        "2001:db8::1, 2001:0db8:0000:0000:ffff::1, true",
        "::ffff:192.0.2.1, 192.0.2.1, true",
        "unknown, unknown, true",
        "unknown, 192.0.2.1, false",
    })
    void anIpv6NetworkIsOneSender(String one, String other, boolean same) {
        assertThat(SenderAddress.of(one).equals(SenderAddress.of(other))).isEqualTo(same);
    }

    private void rejectMany(SenderAddress sender) {
        for (int i = 0; i < 7; i++) {
            rates.reject(sender);
        }
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
