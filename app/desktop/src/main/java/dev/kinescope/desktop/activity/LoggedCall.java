package dev.kinescope.desktop.activity;

import dev.kinescope.pipeline.connection.AwsCall;

import java.util.Locale;

/**
 * One line of the Activity view.
 *
 * @param number from 1, in the order in which calls ended
 */
record LoggedCall(long number, AwsCall call) {

    boolean failed() {
        return call.outcome() instanceof AwsCall.Failed;
    }

    /** What the outcome column says: ok, or AWS's error code. */
    String outcome() {
        return switch (call.outcome()) {
            case AwsCall.Ok _ -> "ok";
            case AwsCall.Failed failed -> failed.code();
        };
    }

    /** Whether every word is somewhere in the line. */
    boolean holdsAll(String[] lowerCaseWords) {
        String all =
                (call.service()
                                + " "
                                + call.operation()
                                + " "
                                + call.resource()
                                + " "
                                + outcome()
                                + " "
                                + call.requestId())
                        .toLowerCase(Locale.ROOT);
        for (String word : lowerCaseWords) {
            if (!all.contains(word)) {
                return false;
            }
        }
        return true;
    }

    /** Everything known about the call, a line each, to read and to copy. */
    String details(String time, String took) {
        String what =
                """
                Time:       %s
                Call:       %s %s
                Resource:   %s
                Took:       %s in %s
                Request id: %s
                """
                        .formatted(
                                time,
                                call.service(),
                                call.operation(),
                                call.resource().isEmpty() ? "none in particular" : call.resource(),
                                took,
                                call.attempts() == 1 ? "1 attempt" : call.attempts() + " attempts",
                                call.requestId().isEmpty() ? "no answer" : call.requestId());
        return switch (call.outcome()) {
            case AwsCall.Ok _ -> what + "Outcome:    ok";
            case AwsCall.Failed failed ->
                    what
                            + "Outcome:    "
                            + failed.code()
                            + (failed.status() == 0 ? "" : ", HTTP " + failed.status())
                            + "\nMessage:    "
                            + failed.message();
        };
    }
}
