package dev.kinescope.localcloud;

import dev.kinescope.localcloud.faults.Fault;
import dev.kinescope.localcloud.faults.Functions;
import dev.kinescope.localcloud.lambda.Sabotage;

import java.util.function.Supplier;

/** Lets faults reach into the processes of functions. */
final class FunctionSabotage implements Functions {
    @Override
    public <T> T ending(Fault.End end, Supplier<T> invocation) {
        Sabotage sabotage =
                switch (end) {
                    case CRASH -> Sabotage.CRASH;
                    case TIME_OUT -> Sabotage.TIME_OUT;
                };
        return ScopedValue.where(Sabotage.CURRENT, sabotage).call(invocation::get);
    }
}
