package dev.kinescope.desktop.cli;

import dev.kinescope.pipeline.connection.AwsProblem;

import java.io.PrintWriter;

/** Tells a failure on standard error the way the panel would: what, on what, why, what next. */
final class Failures {
    private Failures() {}

    static void print(String doing, Throwable failure, PrintWriter err) {
        AwsProblem problem = AwsProblem.of(doing, "", failure);
        err.println(problem.headline());
        err.println("  " + problem.reason());
        err.println("  Next: " + problem.next());
    }
}
