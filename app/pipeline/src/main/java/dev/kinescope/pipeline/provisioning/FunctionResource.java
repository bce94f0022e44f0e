package dev.kinescope.pipeline.provisioning;

import dev.kinescope.pipeline.functions.CodeHash;
import dev.kinescope.pipeline.functions.FunctionCode;
import dev.kinescope.pipeline.functions.FunctionDeployer;
import dev.kinescope.pipeline.functions.FunctionDetails;
import dev.kinescope.pipeline.functions.FunctionSpec;
import dev.kinescope.pipeline.functions.Functions;
import dev.kinescope.pipeline.provisioning.PlannedChange.Action;
import dev.kinescope.pipeline.provisioning.PlannedChange.Risk;

import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One of the two Lambda functions.
 *
 * @param code empty where only its state matters
 */
record FunctionResource(Site site, FunctionSpec spec, Optional<FunctionCode> code)
        implements Resource {
    @Override
    public ResourceKind kind() {
        return ResourceKind.FUNCTION;
    }

    @Override
    public String name() {
        return spec.name();
    }

    private Optional<FunctionDetails> find() {
        return new Functions(site.session(), site.clock()).describe(name());
    }

    @Override
    public ResourceStatus status() {
        return find().map(this::status).orElseGet(() -> is(ResourceState.MISSING, ""));
    }

    private ResourceStatus status(FunctionDetails function) {
        if (function.isFailing()) {
            return is(
                    ResourceState.FAILING,
                    function.state().equals("Failed")
                            ? function.stateReason()
                            : function.lastUpdateReason());
        }
        if (function.state().equals("Pending")) {
            return is(ResourceState.CREATING, "");
        }
        if (function.isUpdating()) {
            return is(ResourceState.CHANGING, "");
        }
        return is(
                ResourceState.READY,
                (function.runtime().isEmpty() ? "image" : function.runtime())
                        + " · "
                        + function.memoryMiB()
                        + " MB · "
                        + function.timeoutSeconds()
                        + " s");
    }

    @Override
    public PlannedChange plan() throws IOException {
        Optional<FunctionDetails> present = find();
        String wantedCode = code.isPresent() ? describe(code.get()) : "";
        if (present.isEmpty()) {
            return new PlannedChange(
                    kind(),
                    name(),
                    Action.CREATE,
                    Risk.NONE,
                    List.of(new FieldChange("Code", "", wantedCode)),
                    spec.runtime()
                            + ", "
                            + spec.memoryMiB()
                            + " MB, "
                            + spec.timeoutSeconds()
                            + " s");
        }
        FunctionDetails function = present.get();
        var fields = new ArrayList<FieldChange>();
        if (function.isFailing()) {
            fields.add(new FieldChange("State", "failed", "active"));
        }
        if (code.isPresent() && FunctionDeployer.codeDiffers(function, code.get())) {
            fields.add(
                    new FieldChange(
                            "Code",
                            function.imageUri().orElseGet(() -> shorten(function.codeSha256())),
                            wantedCode));
        }
        compare(fields, "Memory", function.memoryMiB() + " MB", spec.memoryMiB() + " MB");
        compare(fields, "Timeout", function.timeoutSeconds() + " s", spec.timeoutSeconds() + " s");
        compare(fields, "Role", afterSlash(function.role()), spec.role());
        if (function.packageType().equals("Zip")) {
            compare(fields, "Handler", function.handler(), spec.handler());
            compare(fields, "Runtime", function.runtime(), spec.runtime());
        }
        if (!function.environment().equals(spec.environment())) {
            // Values may be secret: only the names are shown.
            fields.add(
                    new FieldChange(
                            "Environment",
                            names(function.environment()),
                            names(spec.environment())));
        }
        return fields.isEmpty()
                ? unchanged()
                : new PlannedChange(
                        kind(),
                        name(),
                        Action.UPDATE,
                        Risk.NONE,
                        fields,
                        "Invocations go on with the old one until the new one is ready");
    }

    private static void compare(
            List<FieldChange> fields, String field, String before, String after) {
        if (!before.equals(after)) {
            fields.add(new FieldChange(field, before, after));
        }
    }

    private static String names(Map<String, String> environment) {
        return String.join(", ", environment.keySet().stream().sorted().toList());
    }

    private static String afterSlash(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    private static String describe(FunctionCode code) throws IOException {
        return switch (code) {
            case FunctionCode.Zip(var file) -> shorten(CodeHash.ofZip(file));
            case FunctionCode.Image(String uri) -> uri;
        };
    }

    private static String shorten(String sha256) {
        return "sha256 " + sha256.substring(0, Math.min(8, sha256.length())) + "…";
    }

    @Override
    public void apply(PlannedChange change, Consumer<String> progress)
            throws IOException, InterruptedException {
        if (code.isPresent()) {
            new FunctionDeployer(site.session(), site.clock(), site.pause())
                    .deploy(spec, code.get(), progress::accept);
        }
    }

    @Override
    public void delete(Consumer<String> progress) throws InterruptedException {
        try {
            site.session().lambda().deleteFunction(delete -> delete.functionName(name()));
        } catch (ResourceNotFoundException gone) {
            progress.accept("It is gone already");
            return;
        }
        site.waitUntil("Delete the function", name(), () -> find().isEmpty());
    }
}
