package dev.kinescope.localcloud.cloudwatch;

import java.util.List;

/** A metric math expression that was read. */
sealed interface Formula {

    record Constant(double value) implements Formula {}

    record Text(String value) implements Formula {}

    /** The result of another query. */
    record Reference(String id) implements Formula {}

    record Negative(Formula of) implements Formula {}

    record Binary(String operator, Formula left, Formula right) implements Formula {}

    /** Several in brackets. */
    record Several(List<Formula> items) implements Formula {}

    record Call(String function, List<Formula> arguments) implements Formula {}
}
