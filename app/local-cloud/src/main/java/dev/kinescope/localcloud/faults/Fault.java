package dev.kinescope.localcloud.faults;

import java.time.Duration;

/** One thing that goes wrong on purpose; {@link FaultJson} has the same as JSON. */
public sealed interface Fault {
    /** For a service, an operation or a resource: whichever. */
    String ANY = "*";

    /** Whether a call that fails has done its work. */
    enum Moment {
        /** It fails instead of being done. */
        BEFORE,
        /** It is done, but the answer is lost: who repeats it does it twice. */
        AFTER
    }

    /** Which calls a throttled shard refuses. */
    enum Traffic {
        WRITES,
        READS,
        ALL
    }

    /** How an invocation of a function ends. */
    enum End {
        /** Its process is killed when it has taken the event. */
        CRASH,
        /** Its answer never arrives, so that the time is up. */
        TIME_OUT
    }

    /** What a reshard does. */
    enum Change {
        /** Splits the open shard with the lowest id in the middle. */
        SPLIT,
        /** Merges the first two open shards that are neighbours. */
        MERGE
    }

    /** When it strikes. */
    When when();

    private static void atMost(String what, Duration given, Duration most) {
        if (given.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    what + " by at most " + most.toSeconds() + " seconds, not " + given + ".");
        }
    }

    /**
     * A shard answers ProvisionedThroughputExceeded: entries of PutRecords one by one, PutRecord
     * and GetRecords as a whole.
     *
     * @param shard a shard's id or {@link #ANY}
     */
    record ThrottleShard(String stream, String shard, Traffic traffic, When when)
            implements Fault {}

    /**
     * Entries of PutRecords fail one by one.
     *
     * @param code {@code InternalFailure} or {@code ProvisionedThroughputExceededException}
     */
    record RejectRecords(String stream, String code, When when) implements Fault {}

    /**
     * Calls fail with an error of AWS's.
     *
     * @param service AWS's signing name, such as {@code s3}
     * @param operation AWS's name, such as {@code PutObject}, or {@link #ANY}
     * @param resource the name of the stream, function, bucket… that the call is for, or {@link
     *     #ANY}
     * @param code AWS's, such as {@code SlowDown}
     * @param status HTTP's
     */
    record FailCall(
            String service,
            String operation,
            String resource,
            String code,
            int status,
            Moment moment,
            When when)
            implements Fault {}

    /** Calls are answered late. */
    record DelayCall(String service, String operation, String resource, Duration delay, When when)
            implements Fault {
        /**
         * Checks that it can be met.
         *
         * @throws IllegalArgumentException if it takes longer than an hour
         */
        public DelayCall {
            atMost("A call is delayed", delay, Duration.ofHours(1));
        }
    }

    /** Texts of Comprehend's batch operations come back in the ErrorList. */
    record FailItems(String code, When when) implements Fault {}

    /**
     * Invocations of a function that wait for their answer go wrong inside the function.
     *
     * @param function its name or {@link #ANY}
     */
    record EndFunction(String function, End end, When when) implements Fault {}

    /** The endpoint's clock is ahead of the real time, or, if negative, behind. */
    record SkewClock(Duration by) implements Fault {
        /** So far that signatures, dates and histories can still be reckoned with. */
        static final Duration MOST = Duration.ofDays(3653);

        /**
         * Checks that it can be met.
         *
         * @throws IllegalArgumentException if it is wrong by more than ten years
         */
        public SkewClock {
            if (by.compareTo(MOST.negated()) < 0) {
                throw new IllegalArgumentException(
                        "A clock is wrong by at most "
                                + MOST.toSeconds()
                                + " seconds, not "
                                + by
                                + ".");
            }
            atMost("A clock is wrong", by, MOST);
        }

        @Override
        public When when() {
            return When.ALWAYS;
        }
    }

    /**
     * New roles and changed policies take so long to be in effect; those that are made while it is
     * set, and those that are not yet in effect.
     */
    record DelayRoles(Duration delay) implements Fault {
        /**
         * Checks that it can be met.
         *
         * @throws IllegalArgumentException if it takes longer than a day
         */
        public DelayRoles {
            atMost("Roles are delayed", delay, Duration.ofDays(1));
        }

        @Override
        public When when() {
            return When.ALWAYS;
        }
    }

    /** Once so many records have been put to a stream, its shards change, once. */
    record Reshard(String stream, long afterRecords, Change change) implements Fault {
        @Override
        public When when() {
            return When.nth(1);
        }
    }
}
