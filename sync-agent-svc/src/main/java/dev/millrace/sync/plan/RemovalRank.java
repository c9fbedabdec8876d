package dev.millrace.sync.plan;

import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.plan.object.BuiltInKinds;

/** The order of deletion within a wave: the reverse of {@link Stage}, but custom resources go before the workloads that may be their operator. */
enum RemovalRank {
    CUSTOM_RESOURCES,
    /** Custom resources that other custom resources name. */
    CUSTOM_CLASSES,
    ADMISSION,
    WORK,
    BINDINGS,
    GROUND,
    CLASSES,
    DEFINITIONS;

    static RemovalRank of(ObjectRef ref) {
        boolean custom = BuiltInKinds.isCustom(ref);
        return switch (Stage.of(ref)) {
            case DEFINITIONS -> DEFINITIONS;
            case CLASSES -> custom ? CUSTOM_CLASSES : CLASSES;
            case GROUND -> GROUND;
            case BINDINGS -> BINDINGS;
            case WORK -> custom ? CUSTOM_RESOURCES : WORK;
            case ADMISSION -> ADMISSION;
        };
    }
}
