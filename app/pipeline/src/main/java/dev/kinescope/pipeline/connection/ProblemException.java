package dev.kinescope.pipeline.connection;

import org.jspecify.annotations.Nullable;

/** A failure that already says what failed, on which resource, and what to do next. */
public class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient AwsProblem problem;

    public ProblemException(AwsProblem problem, @Nullable Throwable cause) {
        super(problem.headline(), cause);
        this.problem = problem;
    }

    /** Wraps a failure with what was going on. */
    public static ProblemException of(String doing, String resource, Throwable cause) {
        return new ProblemException(AwsProblem.of(doing, resource, cause), cause);
    }

    public AwsProblem problem() {
        return problem;
    }
}
