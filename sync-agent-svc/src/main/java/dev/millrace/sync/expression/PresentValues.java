package dev.millrace.sync.expression;

import dev.cel.common.values.NullValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** JSON values as CEL reads them, converted when they are read: an expression reads few of an object's fields. */
final class PresentValues {
    private PresentValues() {}

    static Object of(@Nullable Object value) {
        return switch (value) {
            case null -> NullValue.NULL_VALUE;
            case Map<?, ?> map -> new Fields(map);
            case List<?> list -> new Entries(list);
            default -> number(value);
        };
    }

    /** Returns a number as a whole number of 64 bits or a double; any other value as it is. */
    static Object number(Object value) {
        return switch (value) {
            case Integer number -> number.longValue();
            case Short number -> number.longValue();
            case Float number -> number.doubleValue();
            case BigInteger number ->
                number.bitLength() < Long.SIZE ? (Object) number.longValue() : (Object) number.doubleValue();
            case BigDecimal number -> number.doubleValue();
            default -> value;
        };
    }

    /** The fields of a map that are not null. */
    private static final class Fields extends AbstractMap<String, Object> {
        private final Map<?, ?> fields;

        Fields(Map<?, ?> fields) {
            this.fields = fields;
        }

        @Override
        public boolean containsKey(Object key) {
            return key instanceof String && fields.get(key) != null;
        }

        @Override
        public @Nullable Object get(Object key) {
            Object value = key instanceof String ? fields.get(key) : null;
            return value == null ? null : of(value);
        }

        @Override
        public Set<Entry<String, Object>> entrySet() {
            Map<String, Object> present = LinkedHashMap.newLinkedHashMap(fields.size());
            fields.forEach((key, value) -> {
                if (value != null) {
                    present.put(String.valueOf(key), of(value));
                }
            });
            return present.entrySet();
        }
    }

    private static final class Entries extends AbstractList<Object> implements RandomAccess {
        private final List<?> entries;

        Entries(List<?> entries) {
            this.entries = entries;
        }

        @Override
        public Object get(int index) {
            return of(entries.get(index));
        }

        @Override
        public int size() {
            return entries.size();
        }
    }
}
