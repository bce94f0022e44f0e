package dev.kinescope.pipeline.run;

import dev.kinescope.pipeline.provisioning.PipelineStatus;
import dev.kinescope.pipeline.results.ScoredPost;
import dev.kinescope.pipeline.results.SentimentCounts;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A run at one moment, complete and immutable.
 *
 * @param doing what it does now, in words
 * @param resources as last looked at; empty before the first look
 * @param toSend how many records the producer was asked to send, if that is known
 * @param sentiment of the lines delivered so far
 * @param newestPosts delivered last, newest first, at most 50
 * @param warnings what could not be looked at just now, in words; the run goes on
 * @param stageTimes how long each stage begun so far has taken
 */
public record RunSnapshot(
        Stage stage,
        String doing,
        Optional<PipelineStatus> resources,
        RunCounts counts,
        RunRates rates,
        Conservation conservation,
        OptionalLong toSend,
        SentimentCounts sentiment,
        List<ScoredPost> newestPosts,
        List<String> warnings,
        Map<Stage, Duration> stageTimes,
        Instant startedAt,
        Duration elapsed) {}
