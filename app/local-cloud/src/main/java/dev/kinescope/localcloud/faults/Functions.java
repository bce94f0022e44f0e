package dev.kinescope.localcloud.faults;

import java.util.function.Supplier;

/** What the faults of functions ask of Lambda. */
@FunctionalInterface
public interface Functions {
    /** Makes an invocation that is called on this thread end so. */
    <T> T ending(Fault.End end, Supplier<T> invocation);
}
