package dev.kinescope.pipeline.run;

import java.util.List;

/**
 * The proof that no record is lost: four equations over a run's counts.
 *
 * <p>sent = accepted + failed; accepted = read; read = ok + dropped + failed; ok = delivered lines.
 * Records between two counting points are on the way; what cannot be on the way is unexplained.
 *
 * @param unread accepted = read, where what the transform has seen counts as read, so that a read
 *     count that is behind is unexplained once, in {@code read}
 * @param onTheWay unread in the stream, in the transform, or buffered for S3
 * @param unexplained records that are missing or too many
 */
public record Conservation(
        Equation sent,
        Equation unread,
        Equation read,
        Equation delivered,
        long onTheWay,
        long unexplained,
        Verdict verdict) {

    /** What the equations say together. */
    public enum Verdict {
        BALANCED,
        ON_THE_WAY,
        UNEXPLAINED
    }

    /** How much the counts can be behind each other. */
    public enum Sight {
        /** Upstream is counted after downstream, so a negative difference is an error at once. */
        PROMPT,
        /** CloudWatch is minutes behind: too little upstream proves nothing yet. */
        LAGGING,
        /** Waiting is over: every difference is unexplained. */
        FINAL
    }

    /** One term of an equation, for example {@code 38 failed}. */
    public record Term(long value, String name) {}

    /**
     * {@code left = right + right + … + on the way}.
     *
     * @param onTheWay what is still moving between the two sides
     * @param unexplained how far the sides are apart after that, as an absolute number
     */
    public record Equation(Term left, List<Term> right, Term onTheWay, long unexplained) {
        public boolean holds() {
            return unexplained == 0;
        }
    }

    /** Weighs the counts as they are at one moment. */
    public static Conservation of(RunCounts counts, Sight sight) {
        long ok = RunCounts.known(counts.ok());
        long dropped = RunCounts.known(counts.dropped());
        long processingFailed = RunCounts.known(counts.processingFailed());
        long transformed = ok + dropped + processingFailed;
        long read = RunCounts.known(counts.read());
        boolean readIsBehind =
                !counts.read().hasData() || (sight == Sight.LAGGING && read < transformed);
        long readAtLeast = Math.max(read, transformed);

        var sent =
                equation(
                        new Term(counts.sent(), "sent"),
                        List.of(
                                new Term(counts.accepted(), "accepted"),
                                new Term(counts.failed(), "failed")),
                        "",
                        Sight.FINAL);
        var taken =
                equation(
                        new Term(readIsBehind ? readAtLeast : read, "read"),
                        List.of(
                                new Term(ok, "ok"),
                                new Term(dropped, "dropped"),
                                new Term(processingFailed, "failed")),
                        "in the transform",
                        sight);
        var delivered =
                equation(
                        new Term(ok, "ok"),
                        List.of(new Term(counts.lines(), "delivered lines")),
                        "buffered",
                        sight);
        var unread =
                equation(
                        new Term(counts.accepted(), "accepted"),
                        List.of(new Term(readAtLeast, "read")),
                        "unread",
                        sight);
        long onTheWay =
                taken.onTheWay().value() + delivered.onTheWay().value() + unread.onTheWay().value();
        long unexplained =
                sent.unexplained()
                        + taken.unexplained()
                        + delivered.unexplained()
                        + unread.unexplained();
        Verdict verdict =
                unexplained > 0
                        ? Verdict.UNEXPLAINED
                        : onTheWay > 0 ? Verdict.ON_THE_WAY : Verdict.BALANCED;
        return new Conservation(sent, unread, taken, delivered, onTheWay, unexplained, verdict);
    }

    private static Equation equation(Term left, List<Term> right, String between, Sight sight) {
        long difference = left.value() - right.stream().mapToLong(Term::value).sum();
        boolean moving = sight != Sight.FINAL && difference > 0;
        boolean notYetSeen = sight == Sight.LAGGING && difference < 0;
        return new Equation(
                left,
                right,
                new Term(moving ? difference : 0, between),
                moving || notYetSeen ? 0 : Math.abs(difference));
    }
}
