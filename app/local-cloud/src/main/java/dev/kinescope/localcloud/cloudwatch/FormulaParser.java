package dev.kinescope.localcloud.cloudwatch;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads metric math (AWS documentation, Using math expressions), by recursive descent. */
final class FormulaParser {
    private static final Pattern TOKEN =
            Pattern.compile(
                    "\\s*(?:(\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?|\\.\\d+)|([A-Za-z]\\w*)"
                        + "|\"([^\"]*)\"|'([^']*)'|(<=|>=|==|!=|&&|\\|\\||[-+*/^<>(),\\[\\]]))");
    private static final int DEEPEST = 100;

    private final String text;
    private final Matcher matcher;
    private int end;
    private int depth;

    private FormulaParser(String text) {
        this.text = text;
        this.matcher = TOKEN.matcher(text);
        next();
    }

    /** Reads an expression whole. */
    static Formula parse(String text) {
        var parser = new FormulaParser(text);
        Formula formula = parser.either();
        if (!parser.atEnd()) {
            throw parser.unexpected();
        }
        return formula;
    }

    private Formula either() {
        if (++depth > DEEPEST) {
            throw Faults.validation("It is nested deeper than " + DEEPEST + " times.");
        }
        Formula left = both();
        while (at("||") || atWord("OR")) {
            next();
            left = new Formula.Binary("||", left, both());
        }
        depth--;
        return left;
    }

    private Formula both() {
        Formula left = comparison();
        while (at("&&") || atWord("AND")) {
            next();
            left = new Formula.Binary("&&", left, comparison());
        }
        return left;
    }

    private Formula comparison() {
        Formula left = sum();
        for (String operator : List.of("<=", ">=", "==", "!=", "<", ">")) {
            if (at(operator)) {
                next();
                return new Formula.Binary(operator, left, sum());
            }
        }
        return left;
    }

    private Formula sum() {
        Formula left = product();
        while (at("+") || at("-")) {
            String operator = matcher.group(5);
            next();
            left = new Formula.Binary(operator, left, product());
        }
        return left;
    }

    private Formula product() {
        Formula left = sign();
        while (at("*") || at("/")) {
            String operator = matcher.group(5);
            next();
            left = new Formula.Binary(operator, left, sign());
        }
        return left;
    }

    private Formula sign() {
        if (!at("-")) {
            return power();
        }
        int minus = 0;
        while (at("-")) {
            minus++;
            next();
        }
        Formula of = power();
        return minus % 2 == 0 ? of : new Formula.Negative(of);
    }

    private Formula power() {
        Formula left = operand();
        if (!at("^")) {
            return left;
        }
        next();
        return new Formula.Binary("^", left, sign());
    }

    private Formula operand() {
        if (atEnd()) {
            throw unexpected();
        }
        if (matcher.group(1) != null) {
            double value = Double.parseDouble(matcher.group(1));
            next();
            return new Formula.Constant(value);
        }
        if (matcher.group(3) != null || matcher.group(4) != null) {
            String value = matcher.group(3) == null ? matcher.group(4) : matcher.group(3);
            next();
            return new Formula.Text(value);
        }
        if (at("(")) {
            next();
            Formula inner = either();
            expect(")");
            return inner;
        }
        if (at("[")) {
            next();
            return new Formula.Several(list("]"));
        }
        String word = matcher.group(2);
        if (word == null) {
            throw unexpected();
        }
        next();
        if (!at("(")) {
            return Character.isLowerCase(word.charAt(0))
                    ? new Formula.Reference(word)
                    : new Formula.Text(word);
        }
        next();
        return new Formula.Call(word, list(")"));
    }

    private List<Formula> list(String close) {
        var items = new ArrayList<Formula>();
        if (!at(close)) {
            items.add(either());
            while (at(",")) {
                next();
                items.add(either());
            }
        }
        expect(close);
        return items;
    }

    private void expect(String symbol) {
        if (!at(symbol)) {
            throw unexpected();
        }
        next();
    }

    private boolean at(String symbol) {
        return !atEnd() && symbol.equals(matcher.group(5));
    }

    private boolean atWord(String word) {
        return !atEnd() && word.equals(matcher.group(2));
    }

    private boolean atEnd() {
        return end < 0;
    }

    private void next() {
        int from = end;
        if (text.substring(from).isBlank()) {
            end = -1;
        } else if (matcher.region(from, text.length()).lookingAt()) {
            end = matcher.end();
        } else {
            throw Faults.validation("It cannot be read from \"" + text.substring(from) + "\" on.");
        }
    }

    private RuntimeException unexpected() {
        return Faults.validation(
                atEnd()
                        ? "It ends too early."
                        : "\"" + matcher.group().strip() + "\" is not expected there.");
    }
}
