package dev.kinescope.localcloud.lambda;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.lambda.model.AccountLimit;
import software.amazon.awssdk.services.lambda.model.AccountUsage;
import software.amazon.awssdk.services.lambda.model.GetAccountSettingsResponse;

import java.util.stream.Stream;

/** How many invocations each function may have at a time, out of the account's. */
final class ConcurrencyControl {
    private static final int ACCOUNT = 1000;

    /** What must be left for the functions without a share of their own. */
    private static final int UNRESERVED = 100;

    private static final long TOTAL_CODE = 80_530_636_800L;
    private static final long UNZIPPED = 262_144_000;
    private static final long ZIPPED = 52_428_800;

    private final Functions functions;

    ConcurrencyControl(Functions functions) {
        this.functions = functions;
    }

    int put(FunctionName name, @Nullable Integer reserved) {
        if (reserved == null || reserved < 0) {
            throw LambdaErrors.constraint(
                    String.valueOf(reserved),
                    "reservedConcurrentExecutions",
                    "Member must have value greater than or equal to 0");
        }
        functions.change(
                name,
                entry -> {
                    int others = reserved() - share(entry);
                    if (ACCOUNT - others - reserved < UNRESERVED) {
                        throw LambdaErrors.invalid(
                                "Specified ReservedConcurrentExecutions for function decreases"
                                        + " account's UnreservedConcurrentExecution below its"
                                        + " minimum value of ["
                                        + UNRESERVED
                                        + "].");
                    }
                    return entry.withReservedConcurrency(reserved);
                });
        return reserved;
    }

    @Nullable Integer get(FunctionName name) {
        return functions.get(name).reservedConcurrency();
    }

    void delete(FunctionName name) {
        functions.change(name, entry -> entry.withReservedConcurrency(null));
    }

    private int reserved() {
        return functions.all().stream().mapToInt(ConcurrencyControl::share).sum();
    }

    private static int share(FunctionEntry entry) {
        Integer reserved = entry.reservedConcurrency();
        return reserved == null ? 0 : reserved;
    }

    GetAccountSettingsResponse account() {
        long code =
                functions.all().stream()
                        .flatMap(entry ->
                                Stream.concat(Stream.of(entry.latest()), entry.versions().stream()))
                        .mapToLong(function -> function.codeSize())
                        .sum();
        return GetAccountSettingsResponse.builder()
                .accountLimit(
                        AccountLimit.builder()
                                .totalCodeSize(TOTAL_CODE)
                                .codeSizeUnzipped(UNZIPPED)
                                .codeSizeZipped(ZIPPED)
                                .concurrentExecutions(ACCOUNT)
                                .unreservedConcurrentExecutions(ACCOUNT - reserved())
                                .build())
                .accountUsage(
                        AccountUsage.builder()
                                .totalCodeSize(code)
                                .functionCount((long) functions.all().size())
                                .build())
                .build();
    }
}
