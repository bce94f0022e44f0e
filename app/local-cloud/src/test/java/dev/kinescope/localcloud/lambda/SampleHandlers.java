package dev.kinescope.localcloud.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Functions that the tests pack into zips; they run in child JVMs, never in the tests' own. */
public final class SampleHandlers {
    private SampleHandlers() {}

    /** Answers the event, and says in the log how often it was called. */
    public static final class Echo implements RequestStreamHandler {
        private int calls;

        @Override
        public void handleRequest(InputStream in, OutputStream out, Context context)
                throws IOException {
            calls++;
            System.out.println("call " + calls + " of " + context.getFunctionName() + " ünï");
            in.transferTo(out);
        }
    }

    /** Takes and returns objects. */
    public static final class Greeter implements RequestHandler<Greeter.Who, Map<String, Object>> {
        public static final class Who {
            private String name = "";

            public String getName() {
                return name;
            }

            public void setName(String name) {
                this.name = name;
            }
        }

        @Override
        public Map<String, Object> handleRequest(Who who, Context context) {
            context.getLogger().log("greeting");
            return Map.of("greeting", "hello " + who.getName());
        }

        /** A handler method of another name. */
        public List<Integer> lengths(List<String> words) {
            return words.stream().map(String::length).toList();
        }
    }

    /**
     * Does what its event says: throw, exit, hang, wait for a file, fill the log, read the
     * environment.
     */
    public static final class Actor implements RequestStreamHandler {
        @Override
        public void handleRequest(InputStream in, OutputStream out, Context context)
                throws IOException {
            String event = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            String[] words = event.substring(1, event.length() - 1).split(" ", 2);
            switch (words[0]) {
                case "throw" ->
                        throw new IllegalStateException(
                                "broken \"on purpose\"", new IOException("the cause"));
                case "exit" -> System.exit(Integer.parseInt(words[1]));
                case "hang" -> {
                    System.out.println("hanging");
                    await(new CountDownLatch(1));
                }
                case "spawn" -> {
                    new ProcessBuilder(words[1], "1000").start();
                    System.out.println("hanging");
                    await(new CountDownLatch(1));
                }
                case "orphan" -> {
                    var shell =
                            new ProcessBuilder("/bin/sh", "-c", "sleep 1000 >/dev/null & echo $!");
                    try (var reader = shell.start().inputReader()) {
                        out.write(reader.readLine().getBytes(StandardCharsets.UTF_8));
                    }
                    return;
                }
                case "context" -> {
                    var client = context.getClientContext();
                    out.write(
                            (client.getClient().getAppTitle()
                                            + client.getCustom()
                                            + client.getEnvironment())
                                    .getBytes(StandardCharsets.UTF_8));
                    return;
                }
                case "file" -> {
                    System.out.println("waiting");
                    while (!Files.exists(Path.of(words[1]))) {
                        Thread.onSpinWait();
                    }
                }
                case "print" -> {
                    for (int i = 0; i < Integer.parseInt(words[1]); i++) {
                        System.out.println("line number " + i);
                    }
                    System.out.print("no line end");
                }
                case "env" -> {
                    out.write(
                            ("\"" + System.getenv(words[1]) + "\"")
                                    .getBytes(StandardCharsets.UTF_8));
                    return;
                }
                case "big" -> {
                    out.write(new byte[Integer.parseInt(words[1])]);
                    return;
                }
                case "memory" -> System.out.println(new byte[1 << 30].length);
                default -> throw new IllegalArgumentException(event);
            }
            out.write("\"done\"".getBytes(StandardCharsets.UTF_8));
        }

        private static void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Is never ready. */
    public static final class Hangs implements RequestStreamHandler {
        public Hangs() {
            Actor.await(new CountDownLatch(1));
        }

        @Override
        public void handleRequest(InputStream in, OutputStream out, Context context) {
            throw new AssertionError("never reached");
        }
    }

    /** Ends its process while it is made. */
    public static final class Exits implements RequestStreamHandler {
        public Exits() {
            System.out.println("exiting");
            System.exit(4);
        }

        @Override
        public void handleRequest(InputStream in, OutputStream out, Context context) {
            throw new AssertionError("never reached");
        }
    }

    /** Cannot be made. */
    public static final class Broken implements RequestStreamHandler {
        public Broken() {
            throw new IllegalStateException("no configuration");
        }

        @Override
        public void handleRequest(InputStream in, OutputStream out, Context context) {
            throw new AssertionError("never reached");
        }
    }
}
