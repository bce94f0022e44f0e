package dev.kinescope.desktop.activity;

import dev.kinescope.pipeline.connection.AwsCall;
import dev.kinescope.pipeline.connection.CallLog;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Keeps the last AWS calls for the Activity view; safe on any thread, and quick to add to. */
public final class CallHistory implements CallLog {
    /** Enough for a long session, and small in memory. */
    public static final int KEPT = 10_000;

    /**
     * The calls after a place in the history.
     *
     * @param calls newest first
     * @param total how many calls there were since the start, forgotten ones included; pass it to
     *     get those after these
     */
    record News(List<LoggedCall> calls, long total) {}

    private final int kept;
    private final ArrayDeque<LoggedCall> calls = new ArrayDeque<>();
    private long total;

    /** Keeps the last 10,000. */
    public CallHistory() {
        this(KEPT);
    }

    CallHistory(int kept) {
        this.kept = kept;
    }

    @Override
    public synchronized void record(AwsCall call) {
        total++;
        calls.addLast(new LoggedCall(total, call));
        if (calls.size() > kept) {
            calls.removeFirst();
        }
    }

    /** The calls that came after {@code after}, 0 for all that are kept. */
    synchronized News since(long after) {
        var news = new ArrayList<LoggedCall>();
        Iterator<LoggedCall> newestFirst = calls.descendingIterator();
        while (newestFirst.hasNext()) {
            LoggedCall call = newestFirst.next();
            if (call.number() <= after) {
                break;
            }
            news.add(call);
        }
        return new News(List.copyOf(news), total);
    }
}
