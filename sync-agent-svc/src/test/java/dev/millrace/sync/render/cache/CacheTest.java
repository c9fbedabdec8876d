package dev.millrace.sync.render.cache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CacheTest {
    private final Cache<String, String> cache = new Cache<>(100);

    @Test
    void whatWasUnusedForLongestGoesFirst() {
        for (int i = 0; i < 5; i++) {
            cache.put("k" + i, "v" + i, 20);
        }
        assertThat(cache.get("k0")).contains("v0");

        cache.put("k5", "v5", 20);

        assertThat(cache.get("k0")).contains("v0");
        assertThat(cache.get("k1")).isEmpty();
        assertThat(cache.weight()).isEqualTo(100);
    }

    @Test
    void theSameKeyCountsOnceAndWhatIsTooHeavyNever() {
        cache.put("a", "1", 10);
        cache.put("a", "2", 25);
        cache.put("b", "3", 26);

        assertThat(cache.get("a")).contains("2");
        assertThat(cache.get("b")).isEmpty();
        assertThat(cache.weight()).isEqualTo(25);
    }
}
