package dev.kinescope.transform;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;

import dev.kinescope.transform.sentiment.Entity;
import dev.kinescope.transform.sentiment.Language;
import dev.kinescope.transform.sentiment.Outcome;
import dev.kinescope.transform.sentiment.ScoredTexts.Result;
import dev.kinescope.transform.sentiment.Sentiment;
import dev.kinescope.transform.sentiment.TextToScore;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** What is answered for a post, and the members that are added to it. */
final class PostAnswers {
    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                    .build();

    private PostAnswers() {}

    /** Either the answer, known without asking anyone, or what has to be asked. */
    sealed interface Decision {
        record Settled(Answer answer) implements Decision {}

        record Ask(Post post, TextToScore text) implements Decision {}
    }

    /**
     * Decides what becomes of a post.
     *
     * @param defaultLanguage of a post that names none
     */
    static Decision decide(Post post, Language defaultLanguage) {
        if (post.state() == Post.State.SCORED) {
            return new Decision.Settled(new Answer.Enriched(added(post, _ -> {})));
        }
        if (post.text().isBlank()) {
            return new Decision.Settled(
                    new Answer.Skipped(
                            added(post, json -> json.writeStringField(Post.SKIPPED, "no text"))));
        }
        var named = Language.of(post.lang());
        Language language = named.isDetermined() ? named : defaultLanguage;
        if (language.isDetermined() && !language.isSupported()) {
            return new Decision.Settled(
                    new Answer.Skipped(
                            added(
                                    post,
                                    json ->
                                            json.writeStringField(
                                                    Post.SKIPPED, unsupported(language)))));
        }
        return new Decision.Ask(post, new TextToScore(post.text(), language));
    }

    /** The answer to a post that had to be asked about. */
    static Answer answer(Decision.Ask asked, Result result) {
        return switch (result) {
            case Result.Scored(
                            Language language,
                            Sentiment sentiment,
                            Optional<Outcome<List<Entity>>> entities) ->
                    new Answer.Enriched(
                            added(
                                    asked.post(),
                                    json -> {
                                        detected(json, asked.text(), language);
                                        scored(json, sentiment);
                                        if (entities.isPresent()) {
                                            entities(json, entities.get());
                                        }
                                    }));
            case Result.Unscorable(Language language) ->
                    new Answer.Skipped(
                            added(
                                    asked.post(),
                                    json -> {
                                        detected(json, asked.text(), language);
                                        json.writeStringField(Post.SKIPPED, unsupported(language));
                                    }));
            case Result.Failed(String reason) -> new Answer.Failed(reason);
        };
    }

    private static String unsupported(Language language) {
        return language.isDetermined()
                ? "unsupported language " + language.code()
                : "language not detected";
    }

    private static void detected(JsonGenerator json, TextToScore text, Language language)
            throws IOException {
        if (!text.language().isDetermined() && language.isDetermined()) {
            json.writeStringField(Post.DETECTED, language.code());
        }
    }

    private static void scored(JsonGenerator json, Sentiment sentiment) throws IOException {
        json.writeStringField(Post.SENTIMENT, sentiment.label());
        json.writeObjectFieldStart(Post.SCORE);
        json.writeNumberField("Positive", sentiment.positive());
        json.writeNumberField("Negative", sentiment.negative());
        json.writeNumberField("Neutral", sentiment.neutral());
        json.writeNumberField("Mixed", sentiment.mixed());
        json.writeEndObject();
    }

    private static void entities(JsonGenerator json, Outcome<List<Entity>> entities)
            throws IOException {
        switch (entities) {
            case Outcome.Found<List<Entity>>(List<Entity> found) -> {
                json.writeArrayFieldStart(Post.ENTITIES);
                for (Entity entity : found) {
                    json.writeStartObject();
                    json.writeStringField("Type", entity.type());
                    json.writeStringField("Text", entity.text());
                    json.writeNumberField("Score", entity.score());
                    json.writeNumberField("BeginOffset", entity.beginOffset());
                    json.writeNumberField("EndOffset", entity.endOffset());
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            case Outcome.Failed<List<Entity>>(String reason) ->
                    json.writeStringField(Post.ENTITIES_SKIPPED, code(reason));
        }
    }

    /** What to do about an error is for the log; the record has its code. */
    private static String code(String reason) {
        int colon = reason.indexOf(':');
        return colon < 0 ? reason : reason.substring(0, colon);
    }

    private interface Members {
        void write(JsonGenerator json) throws IOException;
    }

    /** The record and the added members, as one line. */
    private static byte[] added(Post post, Members members) {
        var added = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(added)) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return post.json().with(added.toByteArray());
    }
}
