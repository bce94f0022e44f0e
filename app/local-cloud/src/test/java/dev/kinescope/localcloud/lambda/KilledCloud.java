package dev.kinescope.localcloud.lambda;

import java.nio.file.Path;

/** A program that runs a function which never ends, to be killed by a test. */
public final class KilledCloud {
    private KilledCloud() {}

    public static void main(String[] arguments) {
        LambdaBench bench = LambdaBench.inRealTime(Path.of(arguments[0]));
        bench.createActive("actor", "Actor");
        Thread.ofPlatform().start(() -> bench.invoke("actor", "\"hang\""));
        org.awaitility.Awaitility.await()
                .until(() ->
                        bench.lines.stream().anyMatch(line -> line.message().equals("hanging")));
        System.out.println(
                "child " + ProcessHandle.current().children().findFirst().orElseThrow().pid());
    }
}
