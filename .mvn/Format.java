import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import com.google.googlejavaformat.java.StringWrapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Checks or mends the layout of every source file: {@code java Format.java check|write ROOT}. */
public final class Format {
    private static final Formatter FORMATTER =
            new Formatter(JavaFormatterOptions.builder().style(Style.AOSP).build());

    public static void main(String[] args) throws IOException {
        boolean write = args[0].equals("write");
        var root = Path.of(args[1]);
        var wrong = new ArrayList<String>();
        for (Path file : sources(root)) {
            String before = Files.readString(file);
            String after;
            try {
                after = settled(before);
            } catch (FormatterException e) {
                System.err.println(root.relativize(file) + ": " + e.getMessage());
                System.exit(2);
                return;
            }
            if (!after.equals(before)) {
                wrong.add(root.relativize(file).toString());
                if (write) {
                    Files.writeString(file, after);
                }
            }
        }
        wrong.forEach(
                file -> System.err.println((write ? "Formatted " : "Not formatted: ") + file));
        if (!write && !wrong.isEmpty()) {
            System.err.println("Format them with: mvn -N verify -Dformat=write");
            System.exit(1);
        }
    }

    /** Formats until nothing changes: long strings may need a second pass. */
    private static String settled(String source) throws FormatterException {
        String before = source;
        String after = format(before);
        for (int pass = 0; pass < 5 && !after.equals(before); pass++) {
            before = after;
            after = format(before);
        }
        return after;
    }

    private static String format(String source) throws FormatterException {
        String tidy = RemoveUnusedImports.removeUnusedImports(source);
        tidy = ImportOrderer.reorderImports(tidy, Style.AOSP);
        return StringWrapper.wrap(FORMATTER.formatSource(tidy), FORMATTER);
    }

    private static List<Path> sources(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !inBuildOutput(root.relativize(file)))
                    .sorted()
                    .toList();
        }
    }

    private static boolean inBuildOutput(Path relative) {
        for (Path part : relative) {
            if (part.toString().equals("target")) {
                return true;
            }
        }
        return false;
    }
}
