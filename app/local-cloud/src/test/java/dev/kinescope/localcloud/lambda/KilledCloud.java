package dev.kinescope.localcloud.lambda;

import dev.kinescope.localcloud.lambda.FunctionZips.Entry;

import java.nio.file.Path;
import java.util.stream.Collectors;

/** A program that runs functions of every kind which never end, to be killed by a test. */
public final class KilledCloud {
    private KilledCloud() {}

    public static void main(String[] arguments) {
        LambdaBench bench = LambdaBench.inRealTime(Path.of(arguments[0]));
        bench.createActive("java", "Actor");
        int functions = 1;
        if (arguments[1].contains("python")) {
            bench.createActive(
                    "python",
                    "python3.13",
                    "main.handle",
                    FunctionZips.ofEntries(Entry.file("main.py", OtherRuntimesTest.PYTHON)));
            Thread.ofPlatform().start(() -> bench.invoke("python", "\"hang\""));
            functions++;
        }
        if (arguments[1].contains("bootstrap")) {
            bench.createActive(
                    "bootstrap",
                    "provided.al2023",
                    "any",
                    FunctionZips.ofEntries(
                            Entry.program("bootstrap", OtherRuntimesTest.BOOTSTRAP)));
            Thread.ofPlatform().start(() -> bench.invoke("bootstrap", "\"hang\""));
            functions++;
        }
        Thread.ofPlatform()
                .start(() ->
                        bench.invoke(
                                "java",
                                arguments[1].contains("sleep") ? "\"spawn sleep\"" : "\"hang\""));
        int hanging = functions;
        org.awaitility.Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(60))
                .until(() ->
                        bench.lines.stream()
                                        .filter(line -> line.message().equals("hanging"))
                                        .count()
                                == hanging);
        System.out.println(
                "children "
                        + ProcessHandle.current()
                                .descendants()
                                .map(child -> Long.toString(child.pid()))
                                .collect(Collectors.joining(",")));
    }
}
