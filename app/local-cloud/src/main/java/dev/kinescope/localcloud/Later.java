package dev.kinescope.localcloud;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/** Makes a value once, when it is first asked for, so that a start does not wait for it. */
final class Later<T> implements Supplier<T> {
    private final Supplier<T> maker;
    private volatile @Nullable T made;

    Later(Supplier<T> maker) {
        this.maker = maker;
    }

    @Override
    public T get() {
        T known = made;
        return known == null ? make() : known;
    }

    private synchronized T make() {
        T known = made;
        if (known == null) {
            known = maker.get();
            made = known;
        }
        return known;
    }
}
