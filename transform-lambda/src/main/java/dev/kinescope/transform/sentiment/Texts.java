package dev.kinescope.transform.sentiment;

/** Makes a post's text fit for the scoring service. */
final class Texts {
    private Texts() {}

    /**
     * Cuts a text to at most {@code maxBytes} bytes of UTF-8 without cutting a character in two,
     * and replaces unpaired surrogates, which UTF-8 cannot hold, by U+FFFD.
     */
    static String fit(String text, int maxBytes) {
        var fitted = new StringBuilder(Math.min(text.length(), maxBytes));
        int bytes = 0;
        int i = 0;
        while (i < text.length()) {
            int codePoint = text.codePointAt(i);
            i += Character.charCount(codePoint);
            if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
                codePoint = 0xFFFD;
            }
            bytes += utf8Length(codePoint);
            if (bytes > maxBytes) {
                break;
            }
            fitted.appendCodePoint(codePoint);
        }
        return fitted.toString();
    }

    private static int utf8Length(int codePoint) {
        if (codePoint < 0x80) {
            return 1;
        }
        if (codePoint < 0x800) {
            return 2;
        }
        return codePoint < 0x10000 ? 3 : 4;
    }
}
