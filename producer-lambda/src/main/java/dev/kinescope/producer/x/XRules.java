package dev.kinescope.producer.x;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.kinescope.producer.source.PostJson;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Brings the rules of the app's filtered stream in line with what is wanted: one rule, tagged as
 * the producer's; an older one of the producer's goes, other people's rules stay (X API
 * documentation, "Filtered stream: rules").
 */
final class XRules {
    static final String TAG = "kinescope";
    private static final String PATH = "/2/tweets/search/stream/rules";

    private final XApi x;

    XRules(XApi x) {
        this.x = x;
    }

    private record Rule(String id, String value, String tag) {}

    /** What became of bringing the rules in line. */
    sealed interface Outcome {
        /** The ids of the rules with the wanted value. */
        record InLine(Set<String> ids) implements Outcome {
            public InLine {
                ids = Set.copyOf(ids);
            }
        }

        /** X did not answer so. */
        record Not(Reply reply) implements Outcome {}
    }

    /** Makes {@code value} the producer's only rule. */
    Outcome bringInLine(String value) throws InterruptedException {
        var rules = new ArrayList<Rule>();
        String page = "";
        do {
            var query = new HashMap<>(Map.of("max_results", "1000"));
            if (!page.isEmpty()) {
                query.put("pagination_token", page);
            }
            Reply listed = x.get(PATH, query);
            if (!(listed instanceof Reply.Answered answered)) {
                return new Outcome.Not(listed);
            }
            rules.addAll(rulesIn(answered.body()));
            page = answered.body().at("/meta/next_token").asText("");
        } while (!page.isEmpty());

        var ids = new HashSet<String>();
        var stale = new ArrayList<String>();
        for (Rule rule : rules) {
            if (rule.value().equals(value)) {
                ids.add(rule.id());
            } else if (rule.tag().equals(TAG)) {
                stale.add(rule.id());
            }
        }
        // The new one first: a value that X does not take must not cost the old rule.
        if (ids.isEmpty()) {
            Reply added = x.post(PATH, add(value));
            if (!(added instanceof Reply.Answered answered)) {
                return new Outcome.Not(added);
            }
            rulesIn(answered.body()).forEach(rule -> ids.add(rule.id()));
            if (ids.isEmpty()) {
                return new Outcome.Not(
                        new Reply.Refused(
                                400,
                                "X does not take the keyword as a rule: %s."
                                        .formatted(XApi.words(answered.body(), 200))));
            }
        }
        if (!stale.isEmpty()) {
            Reply deleted = x.post(PATH, delete(stale));
            if (!(deleted instanceof Reply.Answered)) {
                return new Outcome.Not(deleted);
            }
        }
        return new Outcome.InLine(ids);
    }

    private static List<Rule> rulesIn(JsonNode answer) {
        var rules = new ArrayList<Rule>();
        for (JsonNode rule : answer.path("data")) {
            rules.add(
                    new Rule(
                            rule.path("id").asText(""),
                            rule.path("value").asText(""),
                            rule.path("tag").asText("")));
        }
        return rules;
    }

    private static ObjectNode add(String value) {
        ObjectNode body = PostJson.object();
        body.putArray("add").addObject().put("value", value).put("tag", TAG);
        return body;
    }

    private static ObjectNode delete(List<String> ids) {
        ObjectNode body = PostJson.object();
        ids.forEach(body.putObject("delete").putArray("ids")::add);
        return body;
    }
}
