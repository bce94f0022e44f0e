package dev.kinescope.localcloud.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;

import dev.kinescope.localcloud.lambda.OciRegistry.Entry;
import dev.kinescope.localcloud.store.MemoryDocumentStore;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.PackageType;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Functions from container images in a registry on this machine. */
@Timeout(120)
class ImageFunctionsTest {
    private static final String ECHO = LambdaBench.PACKAGE + "Echo";
    private static final String ACTOR = LambdaBench.PACKAGE + "Actor";

    @TempDir static Path registryDirectory;
    private static OciRegistry registry;

    @TempDir Path directory;
    private LambdaBench bench;

    @BeforeAll
    static void startRegistry() throws Exception {
        registry = OciRegistry.start(registryDirectory);
    }

    @AfterAll
    static void stopRegistry() {
        if (registry != null) {
            registry.close();
        }
    }

    @BeforeEach
    void start() {
        bench =
                LambdaBench.inRealTime(
                        LambdaSettings.in(directory.resolve("lambda"))
                                .withRegistryForEcr(registry.authority()),
                        new MemoryDocumentStore());
    }

    @AfterEach
    void end() {
        bench.close();
    }

    private static byte[] classes(Entry... more) {
        var entries = new java.util.ArrayList<>(List.of(more));
        entries.add(Entry.directory("var/task/lib"));
        entries.add(Entry.file("var/task/lib/function.jar", FunctionZips.ofClasses("")));
        return OciRegistry.layer(entries.toArray(Entry[]::new));
    }

    private static byte[] base() {
        return OciRegistry.layer(
                Entry.file("lambda-entrypoint.sh", "#!/bin/sh"),
                Entry.directory("var"),
                Entry.directory("var/task"),
                Entry.symbolicLink("usr/lib64", "/etc"),
                Entry.device("dev/null"));
    }

    private String uri(String repository) {
        return registry.authority() + "/" + repository;
    }

    private void create(String name, String uri) {
        bench.lambda.createFunction(request ->
                request.functionName(name)
                        .packageType(PackageType.IMAGE)
                        .role(LambdaBench.ROLE)
                        .timeout(30)
                        .memorySize(256)
                        .code(code -> code.imageUri(uri)));
        bench.awaitActive(name);
    }

    private void refused(String uri, String reason) {
        assertThatThrownBy(() -> create("refused", uri))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining(reason);
        assertThat(bench.lambda.listFunctions().functions()).isEmpty();
        assertThat(directory.resolve("lambda/code"))
                .satisfiesAnyOf(
                        code -> assertThat(code).doesNotExist(),
                        code -> assertThat(code).isEmptyDirectory());
    }

    @Test
    void anUpdateIsCheckedAgainstTheImage() throws Exception {
        registry.push("team/echo", "one", OciRegistry.javaConfig(ECHO), List.of(base(), classes()));
        create("echo", uri("team/echo:one"));

        assertThatThrownBy(() ->
                        bench.lambda.updateFunctionConfiguration(
                                update -> update.functionName("echo").handler("a.B")))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("Runtime and Handler are not supported");
        assertThatThrownBy(() ->
                        bench.lambda.updateFunctionConfiguration(update ->
                                update.functionName("echo")
                                        .imageConfig(image -> image.entryPoint("/x"))))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("its ENTRYPOINT is [/x]");
        assertThat(bench.invoke("echo", "1").payload().asUtf8String()).isEqualTo("1");
    }

    @Test
    void aLayerThatBreaksOffIsRefused() throws Exception {
        byte[] layer = classes();
        byte[] half = java.util.Arrays.copyOf(layer, layer.length / 2);
        registry.push("team/half", "one", OciRegistry.javaConfig(ECHO), List.of(base(), half));
        refused(uri("team/half:one"), "a layer cannot be read");
    }

    @Test
    void anImageIsPulledAndItsHandlerRuns() throws Exception {
        String digest =
                registry.push(
                        "team/echo",
                        "one",
                        OciRegistry.javaConfig(ECHO),
                        List.of(base(), classes()));

        create("echo", uri("team/echo:one"));

        FunctionConfiguration function =
                bench.lambda.getFunction(get -> get.functionName("echo")).configuration();
        assertThat(function.packageType()).isEqualTo(PackageType.IMAGE);
        assertThat(function.runtime()).isNull();
        assertThat(function.handler()).isNull();
        assertThat(function.codeSha256()).isEqualTo(digest.substring(7));
        assertThat(bench.lambda.getFunction(get -> get.functionName("echo")).code())
                .satisfies(code -> {
                    assertThat(code.repositoryType()).isEqualTo("ECR");
                    assertThat(code.imageUri()).isEqualTo(uri("team/echo:one"));
                    assertThat(code.resolvedImageUri()).isEqualTo(uri("team/echo@" + digest));
                });
        assertThat(bench.invoke("echo", "{\"a\":1}").payload().asUtf8String())
                .isEqualTo("{\"a\":1}");
        Path unpacked = directory.resolve("lambda/code/" + digest.substring(7));
        assertThat(unpacked.toFile().list()).containsExactlyInAnyOrder("task", "image.json");
        assertThat(unpacked.resolve("task").toFile().list()).containsExactly("lib");
    }

    @Test
    void aTagStaysWhatItWasUntilTheCodeIsUpdated() {
        registry.push("moving", "tag", OciRegistry.javaConfig(ECHO), List.of(base(), classes()));
        create("moving", uri("moving:tag"));
        String second =
                registry.push(
                        "moving", "tag", OciRegistry.javaConfig(ACTOR), List.of(base(), classes()));

        assertThat(bench.invoke("moving", "\"print 1\"").payload().asUtf8String())
                .isEqualTo("\"print 1\"");
        bench.lambda.publishVersion(publish -> publish.functionName("moving"));
        bench.lambda.updateFunctionCode(
                update -> update.functionName("moving").imageUri(uri("moving:tag")));
        org.awaitility.Awaitility.await()
                .until(() ->
                        bench.invoke("moving", "\"print 1\"")
                                .payload()
                                .asUtf8String()
                                .equals("\"done\""));

        assertThat(
                        bench.lambda
                                .getFunction(get -> get.functionName("moving"))
                                .code()
                                .resolvedImageUri())
                .endsWith(second);
        assertThat(bench.invoke("moving:1", "\"print 1\"").payload().asUtf8String())
                .isEqualTo("\"print 1\"");
    }

    @Test
    void theEnvironmentIsTheImagesAndTheFunctionsOwnGoesBefore() {
        registry.push("actor", "a", OciRegistry.javaConfig(ECHO), List.of(base(), classes()));
        bench.lambda.createFunction(request ->
                request.functionName("actor")
                        .packageType(PackageType.IMAGE)
                        .role(LambdaBench.ROLE)
                        .timeout(30)
                        .imageConfig(config -> config.command(ACTOR))
                        .environment(env -> env.variables(java.util.Map.of("MORE", "own")))
                        .code(code -> code.imageUri(uri("actor:a"))));
        bench.awaitActive("actor");

        assertThat(bench.invoke("actor", "\"env COLOUR\"").payload().asUtf8String())
                .isEqualTo("\"blue\"");
        assertThat(bench.invoke("actor", "\"env MORE\"").payload().asUtf8String())
                .isEqualTo("\"own\"");
        assertThat(bench.invoke("actor", "\"env LAMBDA_TASK_ROOT\"").payload().asUtf8String())
                .endsWith("/task\"");
        assertThat(bench.invoke("actor", "\"env PATH\"").payload().asUtf8String())
                .doesNotContain("/var/lang");
    }

    @Test
    void upperLayersReplaceAndTakeAwayWhatLowerOnesHave() throws Exception {
        byte[] lower =
                classes(
                        Entry.file("var/task/old/a.txt", "a"),
                        Entry.file("var/task/old/b.txt", "b"),
                        Entry.file("var/task/gone.txt", "x"),
                        Entry.file("var/task/changed.txt", "before"),
                        Entry.symbolicLink("var/task/link.txt", "/var/task/changed.txt"));
        byte[] upper =
                OciRegistry.layer(
                        Entry.file("var/task/old/c.txt", "c"),
                        Entry.file("var/task/old/.wh..wh..opq", ""),
                        Entry.file("var/task/.wh.gone.txt", ""),
                        Entry.file("./var/task/changed.txt", "after"),
                        Entry.hardLink("var/task/same.txt", "var/task/changed.txt"));
        String digest =
                registry.push(
                        "layers", "a", OciRegistry.javaConfig(ECHO), List.of(base(), lower, upper));

        create("layers", uri("layers:a"));

        Path task = directory.resolve("lambda/code/" + digest.substring(7) + "/task");
        assertThat(task.resolve("old").toFile().list()).containsExactly("c.txt");
        assertThat(task.resolve("gone.txt")).doesNotExist();
        assertThat(task.resolve("changed.txt")).hasContent("after");
        assertThat(task.resolve("same.txt")).hasContent("after");
        assertThat(task.resolve("link.txt")).hasContent("after");
        assertThat(Files.isSymbolicLink(task.resolve("link.txt"))).isTrue();
    }

    @Test
    void whatLeadsOutOfTheFunctionsDirectoryIsRefused() {
        for (Entry entry :
                List.of(
                        Entry.file("var/task/../../evil", "x"),
                        Entry.file("../evil", "x"),
                        Entry.symbolicLink("var/task/evil", "/etc/passwd"),
                        Entry.symbolicLink("var/task/evil", "../../../../../../etc"),
                        Entry.hardLink("var/task/evil", "etc/passwd"),
                        Entry.hardLink("var/task/evil", "var/task/../../../etc/passwd"),
                        Entry.symbolicLink("var/task", "/etc"),
                        Entry.device("var/task/evil"))) {
            registry.push(
                    "evil",
                    "a",
                    OciRegistry.javaConfig(ECHO),
                    List.of(base(), classes(), OciRegistry.layer(entry)));
            refused(uri("evil:a"), "InvalidImage: the source image " + uri("evil:a"));
        }
        assertThat(directory.resolve("evil")).doesNotExist();
    }

    @Test
    void anImageOfAnotherLayoutIsRefusedWithTheReason() {
        registry.push("none", "a", OciRegistry.javaConfig(ECHO), List.of(base()));
        refused(uri("none:a"), "no classes below /var/task and no jars in /var/task/lib");

        byte[] stray = OciRegistry.layer(Entry.file("var/task/function.jar", "x"));
        registry.push("stray", "a", OciRegistry.javaConfig(ECHO), List.of(stray));
        refused(uri("stray:a"), "it has a jar in /var/task, which the Java base image does not");

        registry.push(
                "entry",
                "a",
                OciRegistry.config("[\"java\",\"-jar\"]", "[\"x\"]"),
                List.of(classes()));
        refused(uri("entry:a"), "its ENTRYPOINT is [java, -jar]");

        registry.push("command", "a", OciRegistry.config("null", "[]"), List.of(classes()));
        refused(uri("command:a"), "it names no handler");
    }

    @Test
    void anIndexIsRefusedAsOnAws() {
        String one =
                registry.push("index", "one", OciRegistry.javaConfig(ECHO), List.of(classes()));
        String type = "application/vnd.docker.distribution.manifest.list.v2+json";
        registry.manifest(
                "index",
                "all",
                type,
                """
                {"schemaVersion":2,"mediaType":"%s","manifests":[{"mediaType":"%s","digest":"%s",\
                "size":10,"platform":{"architecture":"amd64","os":"linux"}}]}\
                """
                        .formatted(type, ImageRegistry.DOCKER_MANIFEST, one));

        refused(
                uri("index:all"),
                "The image manifest, config or layer media type for the source image "
                        + uri("index:all")
                        + " is not supported: it is an index of several platforms");
    }

    @Test
    void onlyRegistriesOfThisMachineAreAsked() {
        refused("docker.io/library/a:1", "is not on this machine");
        refused("10.0.0.1:5000/a:1", "is not on this machine");
        refused("localhost.example.org/a:1", "is not on this machine");
        refused("no image", "is not valid");
        refused(uri("missing:1"), "does not exist. Provide a valid source image.");
        refused("127.0.0.1:1/a:1", "the registry http://127.0.0.1:1 cannot be reached");
    }

    @Test
    void ecrIsThatRegistryIfOneIsNamed() {
        registry.push("team/ecr", "one", OciRegistry.javaConfig(ECHO), List.of(classes()));
        String ecr = "123456789012.dkr.ecr.us-east-1.amazonaws.com/team/ecr:one";

        create("echo", ecr);

        assertThat(bench.invoke("echo", "1").payload().asUtf8String()).isEqualTo("1");
        LambdaSettings without = LambdaSettings.in(directory.resolve("without"));
        try (LambdaBench other = LambdaBench.inRealTime(without, new MemoryDocumentStore())) {
            assertThatThrownBy(() ->
                            other.lambda.createFunction(request ->
                                    request.functionName("echo")
                                            .packageType(PackageType.IMAGE)
                                            .role(LambdaBench.ROLE)
                                            .code(code -> code.imageUri(ecr))))
                    .isInstanceOf(InvalidParameterValueException.class)
                    .hasMessageContaining("no registry on this machine stands for it");
        }
    }

    @Test
    void whatDoesNotMatchItsDigestIsRefused() throws Exception {
        byte[] config = OciRegistry.javaConfig(ECHO).getBytes(StandardCharsets.UTF_8);
        byte[] layer = classes();
        String manifest =
                "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
                        .formatted(
                                ImageRegistry.OCI_MANIFEST,
                                OciRegistry.descriptor(
                                        "c", OciRegistry.digest(config), config.length),
                                OciRegistry.descriptor(
                                        "application/vnd.oci.image.layer.v1.tar+gzip",
                                        OciRegistry.digest(new byte[0]),
                                        layer.length));
        HttpServer liar =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        liar.createContext(
                "/",
                exchange -> {
                    String path = exchange.getRequestURI().getPath();
                    byte[] body =
                            path.contains("/manifests/")
                                    ? manifest.getBytes(StandardCharsets.UTF_8)
                                    : path.endsWith(OciRegistry.digest(config)) ? config : layer;
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        liar.start();
        try {
            String host = "127.0.0.1:" + liar.getAddress().getPort();
            refused(host + "/a:1", "what the registry has as sha256:e3b0c4");
            refused(
                    host + "/a@sha256:" + "0".repeat(64),
                    "the registry's manifest has the digest sha256:");
        } finally {
            liar.stop(0);
        }
    }

    @Test
    void thePackageTypeStaysWhatItIs() {
        registry.push("type", "a", OciRegistry.javaConfig(ECHO), List.of(classes()));
        create("image", uri("type:a"));
        bench.createActive("zip", "Echo");

        assertThatThrownBy(() ->
                        bench.lambda.updateFunctionCode(update ->
                                update.functionName("image")
                                        .zipFile(
                                                SdkBytes.fromByteArray(FunctionZips.ofHandlers()))))
                .isInstanceOf(InvalidParameterValueException.class);
        assertThatThrownBy(() ->
                        bench.lambda.updateFunctionCode(
                                update -> update.functionName("zip").imageUri(uri("type:a"))))
                .isInstanceOf(InvalidParameterValueException.class);
    }
}
