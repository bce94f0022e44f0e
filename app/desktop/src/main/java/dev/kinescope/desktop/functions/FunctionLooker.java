package dev.kinescope.desktop.functions;

import dev.kinescope.pipeline.functions.FunctionDetails;
import dev.kinescope.pipeline.functions.FunctionSpec;
import dev.kinescope.pipeline.provisioning.PipelineDefinition;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** Looks at both functions of one account; compares a zip again only when something changed. */
final class FunctionLooker {
    private record Compared(String name, String sha256, Path zip, FileTime modified) {}

    private final FunctionAccount account;
    private final FunctionFiles files;
    private final Clock clock;
    private final Map<Compared, Boolean> differing = new ConcurrentHashMap<>();

    FunctionLooker(FunctionAccount account, FunctionFiles files, Clock clock) {
        this.account = account;
        this.files = files;
        this.clock = clock;
    }

    FunctionAccount account() {
        return account;
    }

    /** Producer first; blocks. */
    List<FunctionCard> look() throws IOException {
        PipelineDefinition definition = files.definition();
        var cards = new ArrayList<FunctionCard>();
        for (FunctionRole role : FunctionRole.values()) {
            FunctionSpec spec =
                    role == FunctionRole.PRODUCER ? definition.producer() : definition.transform();
            Optional<FunctionDetails> details = account.describe(spec.name());
            Path zip = files.builtZip(role);
            boolean built = Files.isRegularFile(zip);
            cards.add(
                    new FunctionCard(
                            role,
                            spec,
                            details,
                            zip,
                            built ? OptionalLong.of(Files.size(zip)) : OptionalLong.empty(),
                            built && details.isPresent()
                                    ? Optional.of(differs(details.get(), zip))
                                    : Optional.empty(),
                            clock.instant()));
        }
        return List.copyOf(cards);
    }

    private boolean differs(FunctionDetails details, Path zip) throws IOException {
        var compared =
                new Compared(
                        details.name(), details.codeSha256(), zip, Files.getLastModifiedTime(zip));
        Boolean known = differing.get(compared);
        if (known != null) {
            return known;
        }
        boolean answer = account.codeDiffers(details.name(), zip);
        differing.put(compared, answer);
        return answer;
    }
}
