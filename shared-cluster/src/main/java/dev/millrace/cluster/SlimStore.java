package dev.millrace.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.List;
import java.util.function.Consumer;

/** An informer's store without the fields that no service reads: the ownership of fields is half of an object. */
public final class SlimStore<T extends HasMetadata> extends BasicItemStore<T> {
    private final Consumer<T> lighten;

    /** @param lighten removes more from an object that is not shared yet */
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
