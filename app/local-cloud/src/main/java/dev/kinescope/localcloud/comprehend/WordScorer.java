package dev.kinescope.localcloud.comprehend;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * VADER's rules over a word list: boosters, negation, capitals, "but", punctuation (Hutto and
 * Gilbert, VADER: A Parsimonious Rule-based Model for Sentiment Analysis of Social Media Text,
 * 2014). The constants are the paper's and its reference implementation's.
 */
final class WordScorer implements Scorer {
    private static final double BOOST = 0.293;
    private static final double CAPITALS = 0.733;
    private static final double NEGATION = -0.74;
    private static final double BEFORE_BUT = 0.5;
    private static final double AFTER_BUT = 1.5;
    private static final double EXCLAMATION = 0.292;
    private static final double QUESTION = 0.18;
    private static final double MANY_QUESTIONS = 0.96;
    private static final double[] BOOST_BY_DISTANCE = {1, 0.95, 0.9};
    private static final int REACH = 3;

    /** "Kind of" and "sort of" weaken what follows. */
    private static final Set<String> DAMPENING = Set.of("kind", "sort");

    /** Expressions whose mood is not that of their words. */
    private static final Map<String, Double> IDIOMS =
            Map.of(
                    "the shit", 3.0,
                    "the bomb", 3.0,
                    "bad ass", 1.5,
                    "yeah right", -2.0,
                    "kiss of death", -1.5,
                    "to die for", 3.0);

    private static final Set<String> IDIOM_WORDS =
            IDIOMS.keySet().stream()
                    .flatMap(idiom -> Stream.of(idiom.split(" ", -1)))
                    .collect(Collectors.toUnmodifiableSet());

    private final WordList list;
    private final Words.Grammar grammar;

    WordScorer(WordList list, Words.Grammar grammar) {
        this.list = list;
        this.grammar = grammar;
    }

    @Override
    public Mood score(String text) {
        var words = new Words(text, grammar, list);
        double[] valences = new double[words.size()];
        double positive = 0;
        double negative = 0;
        for (int i = 0; i < valences.length; i++) {
            valences[i] = valence(words, i);
            positive += Math.max(0, valences[i]);
            negative += Math.max(0, -valences[i]);
        }
        weighContrast(words, valences);
        double sum = 0;
        for (double valence : valences) {
            sum += valence;
        }
        return Mood.of(sum + Math.signum(sum) * emphasis(text), positive, negative);
    }

    private double valence(Words words, int index) {
        WordList.Word word = words.at(index);
        if (!word.hasMood() || word.strengthens() || word.weakens()) {
            return 0;
        }
        boolean last = index + 1 == words.size();
        boolean opensNegation = word.negates() && !last && words.at(index + 1).hasMood();
        boolean opensDampening =
                !last
                        && DAMPENING.contains(words.lower(index))
                        && words.lower(index + 1).equals("of");
        if (opensNegation || opensDampening) {
            return 0;
        }
        double valence = word.valence();
        if (words.shouts(index)) {
            valence += Math.signum(valence) * CAPITALS;
        }
        for (int distance = 1; distance <= REACH && distance <= index; distance++) {
            WordList.Word before = words.at(index - distance);
            if (!before.hasMood() || before.strengthens()) {
                valence +=
                        boost(words, index - distance, valence) * BOOST_BY_DISTANCE[distance - 1];
            }
        }
        if (follows(words, index, "of", DAMPENING)) {
            valence -= Math.signum(valence) * BOOST;
        }
        if (isNegated(words, index)) {
            valence *= NEGATION;
        }
        return IDIOM_WORDS.contains(words.lower(index)) ? idiom(words, index, valence) : valence;
    }

    /** Whether one of the words and then that one stand right before the index. */
    private static boolean follows(Words words, int index, String last, Set<String> first) {
        return index > 1
                && words.lower(index - 1).equals(last)
                && first.contains(words.lower(index - 2));
    }

    private static double boost(Words words, int index, double valence) {
        WordList.Word word = words.at(index);
        double boost = word.strengthens() ? BOOST : word.weakens() ? -BOOST : 0;
        if (boost == 0) {
            return 0;
        }
        double signed = Math.signum(valence) * boost;
        return words.shouts(index) ? signed + Math.signum(valence) * CAPITALS : signed;
    }

    private boolean isNegated(Words words, int index) {
        for (int distance = 1; distance <= REACH && distance <= index; distance++) {
            if (grammar == Words.Grammar.OTHER && words.endsClause(index - distance)) {
                break;
            }
            String before = words.lower(index - distance);
            boolean neverSo =
                    before.equals("never")
                            && distance > 1
                            && (words.lower(index - distance + 1).equals("so")
                                    || words.lower(index - distance + 1).equals("this"));
            boolean withoutDoubt =
                    before.equals("without")
                            && distance > 1
                            && words.lower(index - distance + 1).equals("doubt");
            if (neverSo || withoutDoubt) {
                return false;
            }
            if (words.at(index - distance).negates()
                    || isLeast(words, index - distance, distance)) {
                return true;
            }
        }
        for (int after = index + 1; after <= index + 2 && after < words.size(); after++) {
            if (words.endsClause(after - 1)) {
                return false;
            }
            if (words.at(after).negatesBefore()) {
                return true;
            }
        }
        return false;
    }

    /** "Least" turns the next word, but "at least" and "very least" do not. */
    private static boolean isLeast(Words words, int index, int distance) {
        return distance == 1
                && words.lower(index).equals("least")
                && (index == 0
                        || (!words.lower(index - 1).equals("at")
                                && !words.lower(index - 1).equals("very")));
    }

    private static double idiom(Words words, int index, double valence) {
        String two = index == 0 ? "" : words.lower(index - 1) + " " + words.lower(index);
        String three = index < 2 ? "" : words.lower(index - 2) + " " + two;
        String next =
                index + 1 < words.size() ? words.lower(index) + " " + words.lower(index + 1) : "";
        String around = index == 0 || next.isEmpty() ? "" : words.lower(index - 1) + " " + next;
        for (String phrase : new String[] {three, around, two, next}) {
            Double known = IDIOMS.get(phrase);
            if (known != null) {
                return known;
            }
        }
        return valence;
    }

    /** What comes before the last "but" counts half, what comes after it half as much again. */
    private static void weighContrast(Words words, double[] valences) {
        for (int at = valences.length - 2; at > 0; at--) {
            if (words.at(at).contrasts()) {
                for (int i = 0; i < valences.length; i++) {
                    valences[i] *= i < at ? BEFORE_BUT : i > at ? AFTER_BUT : 1;
                }
                return;
            }
        }
    }

    private static double emphasis(String text) {
        int exclamations = 0;
        int questions = 0;
        for (int i = 0; i < text.length(); i++) {
            exclamations += text.charAt(i) == '!' ? 1 : 0;
            questions += text.charAt(i) == '?' ? 1 : 0;
        }
        double asked = questions < 2 ? 0 : questions <= 3 ? questions * QUESTION : MANY_QUESTIONS;
        return Math.min(exclamations, 4) * EXCLAMATION + asked;
    }
}
