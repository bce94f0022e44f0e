package dev.kinescope.desktop.cli;

import dev.kinescope.desktop.controls.Numbers;
import dev.kinescope.pipeline.results.Sentiment;
import dev.kinescope.pipeline.run.RunSummary;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The summary of a run for people. */
final class SummaryText {
    private SummaryText() {}

    static void print(RunSummary summary, List<Path> pictures, Path directory, PrintWriter out) {
        out.println(
                "Sent       "
                        + Numbers.count(summary.sent())
                        + " = "
                        + Numbers.count(summary.accepted())
                        + " accepted + "
                        + Numbers.count(summary.failedToSend())
                        + " failed");
        out.println(
                "Read       "
                        + (summary.read().isPresent()
                                ? Numbers.count(summary.read().getAsLong())
                                : "unknown")
                        + " = "
                        + Numbers.count(summary.ok())
                        + " ok + "
                        + Numbers.count(summary.dropped())
                        + " dropped + "
                        + Numbers.count(summary.processingFailed())
                        + " failed");
        out.println(
                "Delivered  "
                        + Numbers.counted(summary.deliveredLines(), "line")
                        + " in "
                        + Numbers.counted(summary.s3Keys().size(), "object")
                        + ", "
                        + Numbers.counted(summary.duplicates(), "duplicate"));
        if (summary.malformedInput() > 0) {
            out.println(
                    "Passed over "
                            + Numbers.counted(summary.malformedInput(), "line")
                            + " of the input that cannot be used");
        }
        out.println(
                "Verdict    "
                        + switch (summary.verdict()) {
                            case COMPLETE -> "all accounted for, 0 unexplained";
                            case LOST -> Numbers.counted(summary.lost(), "record") + " lost";
                            case UNEXPLAINED ->
                                    Numbers.counted(summary.unexplained(), "record")
                                            + " unexplained";
                        });
        out.println();
        for (Sentiment sentiment : Sentiment.values()) {
            out.println(
                    String.format(
                            Locale.ROOT,
                            "%-9s %9s %8s",
                            sentiment,
                            Numbers.count(summary.sentiment().of(sentiment)),
                            Numbers.percent(summary.sentiment().share(sentiment))));
        }
        out.println("scored by: " + summary.scorer());
        out.println();
        summary.stageMillis()
                .forEach((stage, millis) ->
                        out.println(
                                String.format(
                                        Locale.ROOT,
                                        "%-32s %s",
                                        stage.words(),
                                        Numbers.duration(Duration.ofMillis(millis)))));
        out.println();
        out.println("Summary    " + directory.resolve("summary.json"));
        out.println("Objects    " + directory.resolve("objects"));
        pictures.forEach(picture -> out.println("Picture    " + picture));
    }
}
