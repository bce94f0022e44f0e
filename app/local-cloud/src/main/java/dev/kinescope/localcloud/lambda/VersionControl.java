package dev.kinescope.localcloud.lambda;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.lambda.model.AliasConfiguration;
import software.amazon.awssdk.services.lambda.model.AliasRoutingConfiguration;
import software.amazon.awssdk.services.lambda.model.CreateAliasRequest;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.PublishVersionRequest;
import software.amazon.awssdk.services.lambda.model.UpdateAliasRequest;

import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Published versions, which never change, and the aliases that point at them. */
final class VersionControl {
    private static final AliasRoutingConfiguration NO_WEIGHTS =
            AliasRoutingConfiguration.builder().build();

    private final Functions functions;
    private final FunctionControl control;
    private final LambdaPorts ports;

    VersionControl(Functions functions, FunctionControl control, LambdaPorts ports) {
        this.functions = functions;
        this.control = control;
        this.ports = ports;
    }

    /** Keeps $LATEST as a version of its own; the last one again when nothing has changed since. */
    FunctionConfiguration publish(PublishVersionRequest request) {
        FunctionName name = FunctionName.of(request.functionName(), null);
        FunctionRules.checkDescription(request.description());
        return functions.change(name, entry -> publish(entry, request)).versions().getLast();
    }

    private FunctionEntry publish(FunctionEntry entry, PublishVersionRequest request) {
        FunctionConfiguration latest =
                control.checkChangeable(entry, request.revisionId()).latest();
        if (request.codeSha256() != null && !request.codeSha256().equals(latest.codeSha256())) {
            throw LambdaErrors.invalid(
                    ("CodeSHA256 (%s) is different from current CodeSHA256 in $LATEST (%s). Please"
                                    + " try again with the CodeSHA256 in $LATEST.")
                            .formatted(request.codeSha256(), latest.codeSha256()));
        }
        return entry.publishedIfChanged(request.description(), this::revision);
    }

    /** Removes one published version; one that an alias points at stays, with a 409. */
    void deleteVersion(FunctionName name) {
        String version = Objects.requireNonNull(name.qualifier());
        if (version.equals(FunctionName.LATEST)) {
            throw LambdaErrors.invalid(
                    "$LATEST version cannot be deleted without deleting the function.");
        }
        if (!version.matches("\\d+")) {
            throw LambdaErrors.invalid(
                    "Deletion of aliases is not currently supported with DeleteFunction. Use"
                            + " DeleteAlias.");
        }
        functions.change(
                name,
                entry -> {
                    entry.aliases().values().stream()
                            .filter(alias -> pointsAt(alias, version))
                            .findFirst()
                            .ifPresent(alias -> {
                                throw LambdaErrors.conflict(
                                        "Version %s is referenced by the alias %s."
                                                .formatted(version, alias.name()));
                            });
                    var kept = new ArrayList<>(entry.versions());
                    kept.removeIf(each -> each.version().equals(version));
                    return entry.withVersions(kept, entry.lastVersion());
                });
        functions.stop(name.name(), version);
    }

    private static boolean pointsAt(AliasConfiguration alias, String version) {
        return alias.functionVersion().equals(version)
                || (alias.routingConfig() != null
                        && alias.routingConfig().additionalVersionWeights().containsKey(version));
    }

    AliasConfiguration createAlias(CreateAliasRequest request) {
        FunctionName name = FunctionName.of(request.functionName(), null);
        String alias = request.name();
        if (alias == null || !alias.matches("(?!^[0-9]+$)([a-zA-Z0-9-_]{1,128})")) {
            throw LambdaErrors.constraint(
                    String.valueOf(alias),
                    "name",
                    "Member must satisfy regular expression pattern:"
                            + " (?!^[0-9]+$)([a-zA-Z0-9-_]+)");
        }
        FunctionEntry changed =
                functions.change(
                        name,
                        entry -> {
                            if (entry.aliases().containsKey(alias)) {
                                throw LambdaErrors.conflict(
                                        "Alias already exists: " + arn(entry, alias));
                            }
                            return with(
                                    entry,
                                    AliasConfiguration.builder()
                                            .aliasArn(arn(entry, alias))
                                            .name(alias)
                                            .functionVersion(
                                                    existing(entry, request.functionVersion()))
                                            .description(
                                                    Objects.requireNonNullElse(
                                                            request.description(), ""))
                                            .routingConfig(
                                                    routing(
                                                            entry,
                                                            request.functionVersion(),
                                                            request.routingConfig()))
                                            .revisionId(revision())
                                            .build());
                        });
        return alias(changed, alias);
    }

    AliasConfiguration updateAlias(UpdateAliasRequest request) {
        FunctionName name = FunctionName.of(request.functionName(), null);
        FunctionEntry changed =
                functions.change(
                        name,
                        entry -> {
                            AliasConfiguration alias = alias(entry, request.name());
                            if (request.revisionId() != null
                                    && !request.revisionId().equals(alias.revisionId())) {
                                throw LambdaErrors.staleRevision();
                            }
                            AliasConfiguration.Builder builder =
                                    alias.toBuilder().revisionId(revision());
                            if (request.functionVersion() != null) {
                                builder.functionVersion(existing(entry, request.functionVersion()));
                            }
                            if (request.description() != null) {
                                builder.description(request.description());
                            }
                            String version =
                                    Objects.requireNonNullElse(
                                            request.functionVersion(), alias.functionVersion());
                            builder.routingConfig(
                                    routing(
                                            entry,
                                            version,
                                            Objects.requireNonNullElse(
                                                    request.routingConfig(),
                                                    Objects.requireNonNullElse(
                                                            alias.routingConfig(), NO_WEIGHTS))));
                            return with(entry, builder.build());
                        });
        return alias(changed, request.name());
    }

    AliasConfiguration getAlias(String functionName, String alias) {
        return alias(functions.get(FunctionName.of(functionName, null)), alias);
    }

    /** Does nothing if there is no such alias, as on AWS. */
    void deleteAlias(String functionName, String alias) {
        functions.change(
                FunctionName.of(functionName, null),
                entry -> {
                    var kept = new TreeMap<>(entry.aliases());
                    kept.remove(alias);
                    return entry.withAliases(kept);
                });
    }

    private static AliasConfiguration alias(FunctionEntry entry, String name) {
        AliasConfiguration alias = entry.aliases().get(name);
        if (alias == null) {
            throw LambdaErrors.notFound("Cannot find alias arn: " + arn(entry, name));
        }
        return alias;
    }

    private static FunctionEntry with(FunctionEntry entry, AliasConfiguration alias) {
        var aliases = new TreeMap<>(entry.aliases());
        aliases.put(alias.name(), alias);
        return entry.withAliases(aliases);
    }

    private static String existing(FunctionEntry entry, @Nullable String version) {
        if (version == null) {
            throw LambdaErrors.constraint("null", "functionVersion", "Member must not be null");
        }
        boolean found =
                version.equals(FunctionName.LATEST)
                        || entry.versions().stream()
                                .anyMatch(each -> each.version().equals(version));
        if (!found) {
            throw LambdaErrors.functionNotFound(arn(entry, version));
        }
        return version;
    }

    private static String arn(FunctionEntry entry, String qualifier) {
        return entry.latest().functionArn() + ":" + qualifier;
    }

    /** The weights of an alias's other version; none at all for an empty map. */
    private static @Nullable AliasRoutingConfiguration routing(
            FunctionEntry entry, String version, @Nullable AliasRoutingConfiguration given) {
        if (given == null || given.additionalVersionWeights().isEmpty()) {
            return null;
        }
        Map<String, Double> weights = given.additionalVersionWeights();
        if (weights.size() > 1) {
            throw LambdaErrors.invalid(
                    "Number of items in AdditionalVersionWeights cannot be greater than 1.");
        }
        weights.forEach((other, weight) -> {
            if (version.equals(FunctionName.LATEST) || other.equals(FunctionName.LATEST)) {
                throw LambdaErrors.invalid(
                        "$LATEST is not supported for an alias pointing to more than 1 version");
            }
            if (other.equals(version)) {
                throw LambdaErrors.invalid(
                        "Invalid function version %s. Function version %s is already included in routing configuration."
                                .formatted(other, other));
            }
            existing(entry, other);
            if (weight < 0 || weight > 1) {
                throw LambdaErrors.constraint(
                        weight.toString(),
                        "routingConfig.additionalVersionWeights." + other,
                        "Member must be from 0.0 to 1.0");
            }
        });
        return given;
    }

    private String revision() {
        return ports.ids().get().toString();
    }
}
