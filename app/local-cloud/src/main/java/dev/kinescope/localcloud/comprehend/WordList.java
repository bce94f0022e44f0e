package dev.kinescope.localcloud.comprehend;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The words of one language: valences from -4 to 4 by word and by stem, and the words that turn,
 * strengthen, weaken or contrast.
 */
final class WordList {
    private static final int MIN_STEM = 3;

    private final Map<String, Double> words = new HashMap<>();
    private final Map<String, Double> stems = new HashMap<>();
    private final Map<String, Set<String>> groups = new HashMap<>();
    private Map<String, Word> known = Map.of();

    private WordList() {}

    /**
     * All that a list says of a word, so that one look-up is enough.
     *
     * @param valence from -4 to 4; 0 if it has none
     * @param strengthens whether it strengthens what follows
     * @param weakens whether it weakens what follows
     * @param negates whether it turns what follows
     * @param negatesBefore whether it turns what it follows
     * @param contrasts whether what follows it weighs more than what went before
     */
    record Word(
            double valence,
            boolean strengthens,
            boolean weakens,
            boolean negates,
            boolean negatesBefore,
            boolean contrasts) {
        static final Word PLAIN = new Word(0, false, false, false, false, false);

        boolean hasMood() {
            return valence != 0;
        }
    }

    /**
     * Reads resource files of this package.
     *
     * @param name a file of lines {@code 2: word stem*} with a valence, or {@code not:}, {@code
     *     notafter:}, {@code more:}, {@code less:}, {@code but:}; an underscore stands for a space
     */
    static WordList of(String name) {
        var list = new WordList();
        list.readOwn("emoji.txt");
        list.readOwn(name);
        list.gather();
        return list;
    }

    /** Adds the VADER lexicon: token, mean valence and more, divided by tabs. */
    WordList withVader() {
        for (String line : lines("vader_sentiment_lexicon.txt")) {
            String[] columns = line.split("\t", 3);
            words.put(columns[0], Double.valueOf(columns[1]));
        }
        gather();
        return this;
    }

    private void gather() {
        var all = new HashSet<String>(words.keySet());
        groups.values().forEach(all::addAll);
        var gathered = new HashMap<String, Word>();
        for (String word : all) {
            gathered.put(
                    word,
                    new Word(
                            valence(word),
                            group("more").contains(word),
                            group("less").contains(word),
                            group("not").contains(word),
                            group("notafter").contains(word),
                            group("but").contains(word)));
        }
        known = Map.copyOf(gathered);
    }

    /** What is known of a lower-case word, itself or by its longest stem. */
    Word word(String lower) {
        Word found = known.get(lower);
        if (found != null) {
            return found;
        }
        double valence = stems.isEmpty() ? 0 : valence(lower);
        return valence == 0 ? Word.PLAIN : new Word(valence, false, false, false, false, false);
    }

    private void readOwn(String resource) {
        for (String line : lines(resource)) {
            int colon = line.indexOf(':');
            String key = line.substring(0, colon);
            for (String word : line.substring(colon + 1).strip().split(" ", -1)) {
                String text = word.replace('_', ' ');
                if (!key.matches("-?[0-9.]+")) {
                    groups.computeIfAbsent(key, _ -> new HashSet<>()).add(text);
                } else if (text.endsWith("*")) {
                    stems.put(text.substring(0, text.length() - 1), Double.valueOf(key));
                } else {
                    words.put(text, Double.valueOf(key));
                }
            }
        }
    }

    private static List<String> lines(String resource) {
        try (InputStream in = WordList.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(
                        "The word list " + resource + " is missing: build with Maven");
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("# "))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The word list " + resource + " cannot be read", e);
        }
    }

    /** The valence of a lower-case word, 0 if it has none; else that of its longest stem. */
    double valence(String word) {
        Double known = words.get(word);
        if (known != null || stems.isEmpty()) {
            return known == null ? 0 : known;
        }
        for (int end = word.length(); end >= MIN_STEM; end--) {
            Double stem = stems.get(word.substring(0, end));
            if (stem != null) {
                return stem;
            }
        }
        return 0;
    }

    /** All words with a valence, stems not among them. */
    Map<String, Double> words() {
        return words;
    }

    /** The words of a kind: not, notafter, more, less, but. */
    Set<String> group(String kind) {
        return groups.getOrDefault(kind, Set.of());
    }
}
