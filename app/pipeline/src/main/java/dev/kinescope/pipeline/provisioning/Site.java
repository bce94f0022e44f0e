package dev.kinescope.pipeline.provisioning;

import dev.kinescope.pipeline.Pause;
import dev.kinescope.pipeline.connection.AwsProblem;
import dev.kinescope.pipeline.connection.AwsSession;
import dev.kinescope.pipeline.connection.ProblemException;

import software.amazon.awssdk.awscore.exception.AwsServiceException;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Where resources are built: the account, and how to wait there. */
record Site(AwsSession session, Arns arns, Clock clock, Pause pause) {
    private static final Duration FIRST_LOOK = Duration.ofMillis(100);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(3);
    private static final Duration MOST = Duration.ofMinutes(10);

    /** How long a new role can be unknown to the services: aws-documented as minutes at most. */
    private static final Duration ROLE_SPREADS = Duration.ofMinutes(2);

    /**
     * Looks until it is so, more seldom the longer it takes.
     *
     * @throws ProblemException if it is not so after ten minutes
     */
    void waitUntil(String what, String resource, BooleanSupplier isSo) throws InterruptedException {
        Instant end = clock.instant().plus(MOST);
        Duration look = FIRST_LOOK;
        while (!isSo.getAsBoolean()) {
            if (clock.instant().isAfter(end)) {
                throw new ProblemException(
                        new AwsProblem(
                                what,
                                resource,
                                "Timeout",
                                "It is not so after " + MOST.toMinutes() + " minutes.",
                                "Look at its state, then apply again.",
                                ""),
                        null);
            }
            pause.forAbout(look);
            look = look.plus(look).compareTo(LONGEST_LOOK) > 0 ? LONGEST_LOOK : look.plus(look);
        }
    }

    /** Does it again while it fails in a way that time heals. */
    void patiently(Predicate<AwsServiceException> heals, Runnable onWait, Runnable call)
            throws InterruptedException {
        Instant end = clock.instant().plus(ROLE_SPREADS);
        Duration wait = Duration.ofSeconds(1);
        while (true) {
            try {
                call.run();
                return;
            } catch (AwsServiceException failure) {
                if (!heals.test(failure) || clock.instant().isAfter(end)) {
                    throw failure;
                }
                onWait.run();
                pause.forAbout(wait);
                wait = wait.compareTo(Duration.ofSeconds(5)) < 0 ? wait.plus(wait) : wait;
            }
        }
    }
}
