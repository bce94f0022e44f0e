package dev.kinescope.localcloud.lambda.child;

import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The main program of a function's JVM: loads the handler, then takes events from the Runtime API
 * one after the other until the API or standard input closes.
 */
public final class RuntimeLoop {
    /** The argument that says that this process leads a process group. */
    public static final String LEADS_GROUP = "leads-group";

    private final RuntimeApiClient api;
    private final Map<String, String> environment;
    private final Clock clock;
    private int lastSize = 1024;
    private final FileOutputStream control = new FileOutputStream(FileDescriptor.out);

    /** What the handler writes; sent from where it is. */
    private static final class Answer extends ByteArrayOutputStream {
        Answer(int size) {
            super(size);
        }

        byte[] bytes() {
            return buf;
        }
    }

    private RuntimeLoop(RuntimeApiClient api, Map<String, String> environment, Clock clock) {
        this.api = api;
        this.environment = environment;
        this.clock = clock;
    }

    /** Runs until the parent goes away; takes its settings from the environment, as on AWS. */
    public static void main(String[] arguments) throws IOException {
        Thread.ofPlatform()
                .daemon()
                .name("parent-watch")
                .start(() -> endWithTheParent(List.of(arguments).contains(LEADS_GROUP)));
        Map<String, String> environment = System.getenv();
        var api =
                new RuntimeApiClient(
                        Objects.requireNonNull(
                                environment.get("AWS_LAMBDA_RUNTIME_API"),
                                "AWS_LAMBDA_RUNTIME_API is not set"));
        new RuntimeLoop(api, environment, Clock.systemUTC()).run();
    }

    private static void endWithTheParent(boolean leadsGroup) {
        try {
            while (System.in.read() >= 0) {
                // The parent never writes; only the end of the stream has a meaning.
            }
        } catch (IOException e) {
            System.err.println("Standard input failed (" + e.getMessage() + "), ending");
        }
        // What the function has started must not outlive it either.
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        if (leadsGroup) {
            killTheGroupAfterwards();
        }
        Runtime.getRuntime().halt(1);
    }

    /**
     * What has no parent any more is still of the group; this JVM is to write out its lists first.
     */
    private static void killTheGroupAfterwards() {
        String afterwards =
                "while read -r _; do :; done; kill -9 -" + ProcessHandle.current().pid();
        try {
            new ProcessBuilder("/bin/sh", "-c", afterwards).start();
        } catch (IOException e) {
            System.err.println("What the function started may go on (" + e.getMessage() + ")");
        }
    }

    @SuppressWarnings("CatchingUnchecked") // Whatever the function throws is reported, as on AWS.
    private void run() throws IOException {
        EventHandler handler;
        try {
            handler = HandlerLoader.load(environment.getOrDefault("_HANDLER", ""));
        } catch (Throwable e) {
            Throwable cause = e.getCause();
            Throwable shown = e instanceof InvocationTargetException && cause != null ? cause : e;
            System.err.print(stackTrace(shown));
            System.out.flush();
            System.err.flush();
            api.failInit(ErrorReport.of(shown));
            System.exit(1);
            return;
        }
        while (true) {
            serve(handler, api.next());
        }
    }

    private void serve(EventHandler handler, RuntimeApiClient.Reply event) throws IOException {
        Map<String, String> headers = event.headers();
        String requestId = headers.getOrDefault("lambda-runtime-aws-request-id", "");
        var context =
                new InvocationContext(
                        requestId,
                        headers.getOrDefault("lambda-runtime-invoked-function-arn", ""),
                        Long.parseLong(headers.getOrDefault("lambda-runtime-deadline-ms", "0")),
                        environment,
                        headers.get("lambda-runtime-client-context"),
                        clock);
        var answer = new Answer(lastSize);
        try {
            handler.handle(event.body(), answer, context);
        } catch (Throwable e) {
            System.err.print(stackTrace(e));
            endOfOutput(requestId);
            api.fail(requestId, ErrorReport.of(e));
            if (e instanceof OutOfMemoryError) {
                // This JVM may be unusable: let the parent start a new one.
                System.exit(1);
            }
            return;
        }
        endOfOutput(requestId);
        lastSize = answer.size();
        api.respond(requestId, answer.bytes(), lastSize);
    }

    private static String stackTrace(Throwable error) {
        var text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /**
     * Marks where this invocation's output ends, between two NUL bytes, so that the parent can
     * write its END line after the last of it.
     */
    private void endOfOutput(String requestId) throws IOException {
        System.out.flush();
        System.err.flush();
        control.write(("\0end " + requestId + "\0").getBytes(StandardCharsets.US_ASCII));
    }
}
