package dev.kinescope.pipeline.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.kinescope.pipeline.producer.MalformedLine;
import dev.kinescope.pipeline.results.Sentiment;
import dev.kinescope.pipeline.results.SentimentCounts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a run came to.
 *
 * @param read empty if CloudWatch never told
 * @param duplicates ids delivered more than once, less those repeated in the input itself
 * @param malformedLines the first hundred, by number and reason
 * @param lost accepted records of which nothing arrived anywhere in time
 * @param unexplained all differences in the equations, {@code lost} included
 * @param scorer {@code local}, or who else judged the sentiment
 * @param stopped a person ended the sending early
 */
public record RunSummary(
        long sent,
        long accepted,
        long failedToSend,
        OptionalLong read,
        long ok,
        long dropped,
        long processingFailed,
        long deliveredLines,
        long duplicates,
        long malformedInput,
        List<MalformedLine> malformedLines,
        SentimentCounts sentiment,
        List<String> s3Keys,
        Map<Stage, Long> stageMillis,
        String scorer,
        boolean stopped,
        long lost,
        long unexplained,
        Verdict verdict) {

    /** Whether every record is accounted for. */
    public enum Verdict {
        /** Every record is where it belongs, once. */
        COMPLETE,
        /** Some of what Kinesis accepted never arrived. */
        LOST,
        /** The counts do not add up, or something arrived twice. */
        UNEXPLAINED
    }

    /** Nothing lost, doubled or unexplained, and everything sent was accepted. */
    public boolean isClean() {
        return verdict == Verdict.COMPLETE && failedToSend == 0;
    }

    /** The summary as one JSON document, as the command line prints it. */
    public String toJson() {
        var json = new LinkedHashMap<String, Object>();
        json.put("sent", sent);
        json.put("accepted", accepted);
        json.put("failedToSend", failedToSend);
        json.put("read", read.isPresent() ? read.getAsLong() : null);
        json.put("ok", ok);
        json.put("dropped", dropped);
        json.put("processingFailed", processingFailed);
        json.put("deliveredLines", deliveredLines);
        json.put("duplicates", duplicates);
        json.put("malformedInput", malformedInput);
        json.put(
                "malformedLines",
                malformedLines.stream()
                        .map(line -> Map.of("line", line.line(), "reason", line.reason()))
                        .toList());
        var moods = new LinkedHashMap<String, Long>();
        for (Sentiment mood : Sentiment.values()) {
            moods.put(mood.name(), sentiment.of(mood));
        }
        json.put("sentiment", moods);
        json.put("unscored", sentiment.unscored());
        json.put("s3Keys", s3Keys);
        var stages = new LinkedHashMap<String, Long>();
        stageMillis.forEach(
                (stage, took) -> stages.put(stage.name().toLowerCase(Locale.ROOT), took));
        json.put("stageMillis", stages);
        json.put("scorer", scorer);
        json.put("stopped", stopped);
        json.put("lost", lost);
        json.put("unexplained", unexplained);
        json.put("verdict", verdict.name());
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("Numbers and texts are always JSON", impossible);
        }
    }
}
