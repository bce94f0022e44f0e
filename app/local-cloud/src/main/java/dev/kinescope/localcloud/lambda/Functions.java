package dev.kinescope.localcloud.lambda;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.lambda.model.AliasConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The functions there are, kept in the document store, and the versions of them that run. */
final class Functions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Functions.class);
    private static final String KIND = "lambda-function";

    /** What a name and qualifier stand for. */
    record Resolved(FunctionEntry entry, FunctionConfiguration function, String arn) {}

    private final LambdaPorts ports;
    private final LambdaSettings settings;
    private final CodeStore code;
    private final ChildCommands commands;
    private final Map<String, FunctionEntry> entries = new TreeMap<>();

    /** By function name, then version. */
    private final Map<String, Map<String, Deployment>> deployments = new HashMap<>();

    /** How many invocations each deployment has now, also after it was replaced. */
    private final Map<Deployment, Integer> working = new HashMap<>();

    private boolean closed;

    Functions(LambdaSettings settings, LambdaPorts ports, CodeStore code, Runtimes runtimes) {
        this.settings = settings;
        this.ports = ports;
        this.code = code;
        this.commands = ChildCommands.prepare(settings, ports, runtimes);
        removeLeftovers(settings.directory().resolve("tmp"));
        for (String name : ports.documents().names(KIND)) {
            ports.documents().get(KIND, name).ifPresent(document -> restore(name, document));
        }
        code.removeUnfinished();
        sweep();
        code.sealAll();
    }

    /** What children of a killed process could not clear away. */
    private static void removeLeftovers(Path temporary) {
        try {
            CodeStore.deleteTree(temporary);
        } catch (IOException e) {
            LOG.warn("Left-over files in {} were not removed: {}", temporary, e.getMessage());
        }
    }

    private void restore(String name, byte[] document) {
        try {
            FunctionEntry entry = FunctionEntry.fromDocument(document).settled();
            entries.put(entry.name(), entry);
            serve(entry.latest());
        } catch (IOException | IllegalArgumentException e) {
            LOG.error(
                    "Function {} was not restored, its document cannot be read: {}. Create it"
                            + " again.",
                    name,
                    e.getMessage());
        }
    }

    synchronized List<FunctionEntry> all() {
        return List.copyOf(entries.values());
    }

    synchronized @Nullable FunctionEntry find(String name) {
        return entries.get(name);
    }

    /** The function of that name, whatever the qualifier; 404 if there is none. */
    synchronized FunctionEntry get(FunctionName name) {
        FunctionEntry entry = entries.get(name.name());
        if (entry == null) {
            throw LambdaErrors.functionNotFound(name.arn(ports.identity()));
        }
        return entry;
    }

    /** The version that name and qualifier stand for; 404 if there is none. */
    synchronized Resolved resolve(FunctionName name) {
        FunctionEntry entry = get(name);
        String qualifier = name.qualifier();
        String arn = name.arn(ports.identity());
        if (qualifier == null || qualifier.equals(FunctionName.LATEST)) {
            return new Resolved(entry, entry.latest(), arn);
        }
        AliasConfiguration alias = entry.aliases().get(qualifier);
        String version = alias == null ? qualifier : alias.functionVersion();
        if (version.equals(FunctionName.LATEST)) {
            return new Resolved(entry, entry.latest(), arn);
        }
        return entry.versions().stream()
                .filter(each -> each.version().equals(version))
                .findFirst()
                .map(each -> new Resolved(entry, each, arn))
                .orElseThrow(() -> LambdaErrors.functionNotFound(arn));
    }

    /**
     * The version that an invocation by that name and qualifier runs: an alias with weights gives
     * some to its other version.
     */
    Resolved choose(FunctionName name) {
        Resolved main = resolve(name);
        AliasConfiguration alias = main.entry().aliases().get(String.valueOf(name.qualifier()));
        if (alias == null || alias.routingConfig() == null) {
            return main;
        }
        double drawn = ports.random().nextDouble();
        for (Map.Entry<String, Double> other :
                alias.routingConfig().additionalVersionWeights().entrySet()) {
            drawn -= other.getValue();
            if (drawn < 0) {
                Resolved chosen = resolve(new FunctionName(name.name(), other.getKey()));
                return new Resolved(chosen.entry(), chosen.function(), main.arn());
            }
        }
        return main;
    }

    /** Keeps a new function; 409 if the name is taken. */
    synchronized void add(FunctionEntry entry) {
        if (entries.containsKey(entry.name())) {
            throw LambdaErrors.conflict("Function already exist: " + entry.name());
        }
        save(entry);
    }

    /** Changes a function as one step; 404 if it is gone. */
    synchronized FunctionEntry change(FunctionName name, UnaryOperator<FunctionEntry> change) {
        FunctionEntry changed = change.apply(get(name));
        save(changed);
        return changed;
    }

    /** Removes a function with all its versions and ends its children. */
    void remove(FunctionName name) {
        release(removed(name));
    }

    private synchronized Collection<Deployment> removed(FunctionName name) {
        FunctionEntry gone = get(name);
        ports.documents().delete(KIND, gone.name());
        entries.remove(gone.name());
        Map<String, Deployment> running = deployments.remove(gone.name());
        return running == null ? List.of() : running.values();
    }

    /** Ends the children of one published version. */
    void stop(String name, String version) {
        release(stopped(name, version));
    }

    private synchronized Collection<Deployment> stopped(String name, String version) {
        Map<String, Deployment> versions = deployments.get(name);
        Deployment running = versions == null ? null : versions.remove(version);
        return running == null ? List.of() : List.of(running);
    }

    /**
     * What was under way is done and runs, as one step: whoever sees the function Active must not
     * get a child of what it was before.
     */
    void settle(FunctionName name, String revision) {
        release(settled(name, revision));
    }

    private synchronized Collection<Deployment> settled(FunctionName name, String revision) {
        FunctionEntry entry = entries.get(name.name());
        if (entry == null || !entry.latest().revisionId().equals(revision)) {
            return List.of();
        }
        FunctionEntry settled = entry.settled();
        try {
            save(settled);
        } catch (UncheckedIOException e) {
            LOG.warn(
                    "That function {} is ready is not recorded, a restart finds it out again: {}",
                    name.name(),
                    e.getMessage());
            entries.put(name.name(), settled);
        }
        return served(settled.latest());
    }

    /** From now on $LATEST runs as that; children of what it was end when they are done. */
    void serve(FunctionConfiguration function) {
        release(served(function));
    }

    /** Answers what ran before; a function that was removed meanwhile does not run again. */
    private synchronized Collection<Deployment> served(FunctionConfiguration function) {
        if (function.codeSha256() == null
                || closed
                || !entries.containsKey(function.functionName())) {
            return List.of();
        }
        Deployment before =
                deployments
                        .computeIfAbsent(function.functionName(), _ -> new HashMap<>())
                        .put(FunctionName.LATEST, deployment(function));
        return before == null ? List.of() : List.of(before);
    }

    /** Not as one step with what went before: ending processes takes time, and others work. */
    private void release(Collection<Deployment> replaced) {
        replaced.forEach(each -> each.children().close());
        if (!replaced.isEmpty()) {
            sweep();
        }
    }

    /**
     * Works with what runs that version now: for $LATEST the code before an update in progress. Its
     * code stays until the work is done.
     *
     * @throws software.amazon.awssdk.services.lambda.model.TooManyRequestsException when as many
     *     are at work as are reserved for the function
     * @throws software.amazon.awssdk.services.lambda.model.LambdaException when this is closed
     */
    <T> T with(FunctionConfiguration function, Function<Deployment, T> work) {
        Deployment deployment = begin(function);
        try {
            return work.apply(deployment);
        } finally {
            end(deployment);
        }
    }

    private synchronized Deployment begin(FunctionConfiguration function) {
        if (closed) {
            throw LambdaErrors.ending();
        }
        // The caller may have found it long ago: it may be gone, or another of the same name.
        Resolved now = resolve(new FunctionName(function.functionName(), function.version()));
        Integer reserved = now.entry().reservedConcurrency();
        if (reserved != null && atWork(function.functionName()) >= reserved) {
            ports.metrics()
                    .observe(
                            "AWS/Lambda",
                            Map.of("FunctionName", function.functionName()),
                            "Throttles",
                            1,
                            StandardUnit.COUNT);
            throw LambdaErrors.reservedConcurrencyUsedUp();
        }
        Deployment deployment =
                deployments
                        .computeIfAbsent(function.functionName(), _ -> new HashMap<>())
                        .computeIfAbsent(function.version(), _ -> deployment(now.function()));
        working.merge(deployment, 1, Integer::sum);
        return deployment;
    }

    private int atWork(String name) {
        return working.entrySet().stream()
                .filter(each -> each.getKey().function().functionName().equals(name))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    private void end(Deployment deployment) {
        if (wasLast(deployment)) {
            sweep();
        }
    }

    /** Whether nothing needs its code any more but what is found out by looking. */
    private synchronized boolean wasLast(Deployment deployment) {
        working.computeIfPresent(deployment, (_, count) -> count == 1 ? null : count - 1);
        FunctionConfiguration function = deployment.function();
        boolean replaced =
                deployments.getOrDefault(function.functionName(), Map.of()).get(function.version())
                        != deployment;
        return replaced && !closed && !working.containsKey(deployment);
    }

    private Deployment deployment(FunctionConfiguration function) {
        return new Deployment(
                function, code.directory(function.codeSha256()), commands, settings, ports);
    }

    /** First what a restart finds: if that cannot be written, nothing has changed. */
    private void save(FunctionEntry entry) {
        ports.documents().put(KIND, entry.name(), entry.toDocument());
        entries.put(entry.name(), entry);
    }

    /** Removes the code that no version needs and no child runs. */
    private void sweep() {
        code.keepOnly(this::needed);
    }

    private synchronized Set<String> needed() {
        Set<String> needed = new HashSet<>();
        for (FunctionEntry entry : entries.values()) {
            var all = new ArrayList<>(entry.versions());
            all.add(entry.latest());
            all.forEach(function -> needed.add(String.valueOf(function.codeSha256())));
        }
        for (Map<String, Deployment> running : deployments.values()) {
            running.values().forEach(each -> needed.add(each.function().codeSha256()));
        }
        working.keySet().forEach(each -> needed.add(each.function().codeSha256()));
        needed.remove("null");
        return needed;
    }

    /** Kills every child at once. */
    @Override
    public void close() {
        List<Deployment> running;
        synchronized (this) {
            closed = true;
            running =
                    Stream.concat(
                                    deployments.values().stream()
                                            .flatMap(versions -> versions.values().stream()),
                                    working.keySet().stream())
                            .distinct()
                            .toList();
            deployments.clear();
        }
        commands.close();
        running.forEach(each -> each.children().kill());
    }
}
