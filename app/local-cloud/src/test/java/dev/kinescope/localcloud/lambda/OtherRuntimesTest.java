package dev.kinescope.localcloud.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kinescope.localcloud.store.MemoryDocumentStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Functions that are not Java: a bootstrap of their own, and Python. */
@Timeout(120)
@DisabledOnOs(OS.WINDOWS)
class OtherRuntimesTest {
    /** The Runtime API in eight lines of shell, for machines without anything else. */
    static final String BOOTSTRAP =
            """
            #!/bin/sh
            api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
            while true; do
              event=$(curl -sS -D "$TMPDIR/head" "$api/next") || exit 1
              id=$(tr -d '\\r' <"$TMPDIR/head" | sed -n 's/^lambda-runtime-aws-request-id: //Ip')
              echo "handling $event in $(pwd)"
              case $event in
                '"hang"') echo hanging; sleep 1000 & sleep 1000 ;;
                '"exit"') exit 3 ;;
                '"fail"') curl -sS -o /dev/null "$api/$id/error" -d '{"errorMessage":"no","errorType":"Mine"}' ;;
                *) curl -sS -o /dev/null "$api/$id/response" -d "{\\"handler\\":\\"$_HANDLER\\",\\"home\\":\\"$HOME\\"}" ;;
              esac
            done
            """;

    static final String PYTHON =
            """
            import logging, os, sys, time
            started = time.time()
            calls = 0

            def handle(event, context):
                global calls
                calls += 1
                print("call", calls, "ünï")
                logging.getLogger().warning("careful")
                if event == "raise":
                    raise ValueError("broken on purpose")
                if event == "exit":
                    sys.exit(3)
                if event == "hang":
                    print("hanging")
                    os.system("sleep 1000 & sleep 1000")
                if event == "set":
                    return {1, 2}
                return {
                    "event": event,
                    "name": context.function_name,
                    "version": context.function_version,
                    "memory": context.memory_limit_in_mb,
                    "arn": context.invoked_function_arn,
                    "id": context.aws_request_id,
                    "group": context.log_group_name,
                    "left": 29000 < context.get_remaining_time_in_millis() <= 30000,
                    "path": sys.path[0] == os.environ["PYTHONPATH"] == os.getcwd(),
                    "temporary": os.environ["TMPDIR"],
                    "input": sys.stdin.read(),
                }
            """;

    @TempDir Path directory;
    private LambdaBench bench;

    @BeforeEach
    void start() {
        bench = LambdaBench.inRealTime(directory.resolve("lambda"));
    }

    @AfterEach
    void end() {
        bench.close();
    }

    private static byte[] bootstrap() {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/curl")), "The test's bootstrap needs curl.");
        return FunctionZips.ofEntries(FunctionZips.Entry.program("bootstrap", BOOTSTRAP));
    }

    private void createPython(String name, String handler, String text) {
        Assumptions.assumeTrue(
                new Runtimes(LambdaSettings.in(directory).programs()).python().isPresent(),
                "There is no python3 on the PATH.");
        bench.createActive(
                name,
                "python3.13",
                handler,
                FunctionZips.ofEntries(FunctionZips.Entry.file("app/main.py", text)));
    }

    @Test
    void aBootstrapServesTheRuntimeApi() {
        bench.createActive("shell", "provided.al2023", "any.thing", bootstrap());

        InvokeResponse first = bench.invoke("shell", "{\"a\":1}");
        InvokeResponse second = bench.invoke("shell", "2");

        assertThat(first.functionError()).isNull();
        assertThat(first.payload().asUtf8String())
                .isEqualTo("{\"handler\":\"any.thing\",\"home\":\"\"}");
        assertThat(LambdaBench.tail(first))
                .matches(
                        "INIT_START Runtime Version: provided.al2023 \\(local, bootstrap\\)\n"
                                + "START RequestId: [0-9a-f-]{36} Version: \\$LATEST\n"
                                + "handling \\{\"a\":1} in .*/code/[0-9a-f]{64}\n"
                                + "END RequestId: [0-9a-f-]{36}\n"
                                + "REPORT .*\tInit Duration: [0-9.]+ ms\n");
        assertThat(LambdaBench.tail(second))
                .contains("handling 2 in ")
                .doesNotContain("Init Duration");
    }

    @Test
    void aBootstrapsErrorsAreTheFunctions() {
        bench.createActive("shell", "provided.al2", "any.thing", bootstrap());

        InvokeResponse failed = bench.invoke("shell", "\"fail\"");
        assertThat(failed.functionError()).isEqualTo("Unhandled");
        assertThat(failed.payload().asUtf8String())
                .isEqualTo("{\"errorMessage\":\"no\",\"errorType\":\"Mine\"}");

        assertThat(bench.invoke("shell", "\"exit\"").payload().asUtf8String())
                .contains("Runtime.ExitError")
                .contains("Runtime exited with error: exit status 3");
        assertThat(bench.invoke("shell", "1").functionError()).isNull();
    }

    @Test
    void aPackageWithoutABootstrapSaysSo() {
        bench.createActive(
                "none",
                "provided.al2023",
                "x",
                FunctionZips.ofEntries(FunctionZips.Entry.file("a.txt", "a")));
        bench.createActive(
                "plain",
                "provided.al2023",
                "x",
                FunctionZips.ofEntries(FunctionZips.Entry.file("bootstrap", "#!/bin/sh\n")));

        InvokeResponse none = bench.invoke("none", "1");
        assertThat(none.functionError()).isEqualTo("Unhandled");
        assertThat(none.payload().asUtf8String())
                .matches(
                        "\\{\"errorType\":\"Runtime.InvalidEntrypoint\",\"errorMessage\":\"RequestId:"
                            + " [0-9a-f-]{36} Error: Couldn't find valid bootstrap\\(s\\):"
                            + " \\[/var/task/bootstrap /opt/bootstrap]\"}");
        assertThat(bench.invoke("plain", "1").payload().asUtf8String())
                .contains("Runtime.InvalidEntrypoint")
                .contains("permission denied");
    }

    @Test
    void aPythonFunctionGetsItsEventAndContext() {
        createPython("python", "app.main.handle", PYTHON);

        InvokeResponse response = bench.invoke("python", "{\"a\":[1,null]}");

        assertThat(response.functionError()).isNull();
        assertThat(response.payload().asUtf8String())
                .matches(
                        "\\{\"event\": \\{\"a\": \\[1, null]}, \"name\": \"python\", \"version\":"
                                + " \"\\$LATEST\", \"memory\": \"128\", \"arn\":"
                                + " \"arn:aws:lambda:us-east-1:000000000000:function:python\","
                                + " \"id\": \"[0-9a-f-]{36}\", \"group\": \"/aws/lambda/python\","
                                + " \"left\": true, \"path\": true, \"temporary\":"
                                + " \"[^\"]*/tmp/[0-9a-f]{32}\", \"input\": \"\"}");
        assertThat(LambdaBench.tail(response))
                .containsPattern(
                        "START RequestId: [0-9a-f-]{36} Version: \\$LATEST\n"
                                + "call 1 ünï\n"
                                + "\\[WARNING]\t\\d{4}-[0-9T:.-]+Z\t[0-9a-f-]{36}\tcareful\n"
                                + "END RequestId");
        assertThat(LambdaBench.tail(bench.invoke("python", "1"))).contains("call 2");
    }

    @Test
    void aPythonFunctionGetsTheCallersContext() {
        createPython(
                "python",
                "app.main.handle",
                "def handle(event, context):\n    return context.client_context.custom\n");

        InvokeResponse response =
                bench.lambda.invoke(request ->
                        request.functionName("python")
                                .clientContext("eyJjdXN0b20iOnsiYSI6ImIifX0=")
                                .payload(SdkBytes.fromUtf8String("1")));

        assertThat(response.payload().asUtf8String()).isEqualTo("{\"a\": \"b\"}");
    }

    @Test
    void whatAPythonFunctionStartedEndsWithItAlsoWithoutAParent() {
        createPython(
                "python",
                "app.main.handle",
                """
                import subprocess

                def handle(event, context):
                    shell = ["/bin/sh", "-c", "sleep 1000 >/dev/null & echo $!"]
                    return int(subprocess.check_output(shell))
                """);
        long pid = Long.parseLong(bench.invoke("python", "1").payload().asUtf8String());
        ProcessHandle orphan = ProcessHandle.of(pid).orElseThrow();

        bench.lambda.deleteFunction(delete -> delete.functionName("python"));

        await().atMost(Duration.ofSeconds(20)).until(() -> !orphan.isAlive());
    }

    @Test
    void aBootstrapMayHaveAnyPath() {
        bench.createActive("shell", "provided.al2023", "any.thing", bootstrap());
        bench.lambda.updateFunctionConfiguration(update ->
                update.functionName("shell")
                        .environment(env -> env.variables(java.util.Map.of("PATH", "/none"))));
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        bench.lambda
                                        .getFunctionConfiguration(get -> get.functionName("shell"))
                                        .lastUpdateStatus()
                                == LastUpdateStatus.SUCCESSFUL);

        // Its own programs are not found, but the process was not killed for it.
        assertThat(bench.invoke("shell", "1").payload().asUtf8String())
                .contains("Runtime exited with error: exit status 1");
    }

    @Test
    void aPythonErrorTellsTypeMessageAndTrace() {
        createPython("python", "app/main.handle", PYTHON);

        InvokeResponse raised = bench.invoke("python", "\"raise\"");

        assertThat(raised.functionError()).isEqualTo("Unhandled");
        assertThat(raised.payload().asUtf8String())
                .matches(
                        "\\{\"errorMessage\": \"broken on purpose\", \"errorType\": \"ValueError\","
                                + " \"requestId\": \"[0-9a-f-]{36}\", \"stackTrace\": \\[\"  File"
                                + " \\\\\"[^\"]*/app/main.py\\\\\", line \\d+, in handle.*\"]}");
        assertThat(LambdaBench.tail(raised))
                .contains("[ERROR] ValueError: broken on purpose\nTraceback (most recent call");
        assertThat(bench.invoke("python", "\"set\"").payload().asUtf8String())
                .contains("Runtime.MarshalError")
                .contains("Object of type set is not JSON serializable");
        assertThat(bench.invoke("python", "\"exit\"").payload().asUtf8String())
                .contains("Runtime exited with error: exit status 3");
        assertThat(bench.invoke("python", "1").functionError()).isNull();
    }

    @Test
    void aPythonHandlerThatCannotBeLoadedSaysWhy() {
        createPython("module", "nowhere.handle", PYTHON);
        createPython("function", "app.main.nothing", PYTHON);
        createPython("syntax", "app.main.handle", "def (:");
        createPython("form", "handle", PYTHON);

        assertThat(bench.invoke("module", "1").payload().asUtf8String())
                .contains("\"Unable to import module 'nowhere': No module named 'nowhere'\"")
                .contains("Runtime.ImportModuleError");
        assertThat(bench.invoke("function", "1").payload().asUtf8String())
                .contains("\"Handler 'nothing' missing on module 'app.main'\"")
                .contains("Runtime.HandlerNotFound");
        assertThat(bench.invoke("syntax", "1").payload().asUtf8String())
                .contains("Runtime.UserCodeSyntaxError");
        assertThat(bench.invoke("form", "1").payload().asUtf8String())
                .contains("Runtime.MalformedHandlerName");
    }

    @Test
    void pythonIsRefusedWhereThereIsNone() {
        LambdaSettings settings =
                LambdaSettings.in(directory.resolve("bare")).withPrograms(List.of(directory));
        try (LambdaBench bare = LambdaBench.inRealTime(settings, new MemoryDocumentStore())) {
            assertThatThrownBy(() ->
                            bare.lambda.createFunction(request ->
                                    request.functionName("python")
                                            .runtime("python3.13")
                                            .handler("a.b")
                                            .role(LambdaBench.ROLE)
                                            .code(code ->
                                                    code.zipFile(
                                                            SdkBytes.fromByteArray(
                                                                    FunctionZips.ofHandlers())))))
                    .isInstanceOf(InvalidParameterValueException.class)
                    .hasMessageContaining(
                            "Value python3.13 at 'runtime' failed to satisfy constraint: there is"
                                    + " no python3 on this machine's PATH");
        }
    }
}
