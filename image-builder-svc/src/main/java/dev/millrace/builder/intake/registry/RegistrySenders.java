package dev.millrace.builder.intake.registry;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The configured senders. All others are off. */
public final class RegistrySenders {
    private final Map<SenderKind, RegistrySender> byKind = new EnumMap<>(SenderKind.class);

    public RegistrySenders(Collection<RegistrySender> senders) {
        senders.forEach(sender -> byKind.put(sender.kind(), sender));
    }

    /** The sender of this name; empty if it is unknown or off. */
    Optional<RegistrySender> named(String name) {
        return SenderKind.named(name).map(byKind::get);
    }
}
