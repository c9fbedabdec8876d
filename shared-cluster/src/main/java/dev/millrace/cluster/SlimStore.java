package dev.millrace.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.List;
import java.util.function.Consumer;

/** What an informer keeps, without what nobody here reads: who owns which field is half of an object. */
public final class SlimStore<T extends HasMetadata> extends BasicItemStore<T> {
    private final Consumer<T> lighten;

    /** @param lighten takes more out of an object that nobody else has yet */
    public SlimStore(Consumer<T> lighten) {
        super(Cache::metaNamespaceKeyFunc);
        this.lighten = lighten;
    }

    @Override
    public T put(String key, T object) {
        object.getMetadata().setManagedFields(List.of());
        lighten.accept(object);
        return super.put(key, object);
    }
}
