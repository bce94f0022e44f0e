package dev.kinescope.localcloud.firehose;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.firehose.model.DataFormatConversionConfiguration;
import software.amazon.awssdk.services.firehose.model.DynamicPartitioningConfiguration;
import software.amazon.awssdk.services.firehose.model.ExtendedS3DestinationConfiguration;
import software.amazon.awssdk.services.firehose.model.ExtendedS3DestinationUpdate;
import software.amazon.awssdk.services.firehose.model.ProcessingConfiguration;
import software.amazon.awssdk.services.firehose.model.S3DestinationConfiguration;
import software.amazon.awssdk.services.firehose.model.S3DestinationUpdate;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An S3 destination as a request gives it, checked and laid over what was there before: a creation
 * lays it over the defaults, an update over the present settings, member by member.
 *
 * @param path the request's member that holds it
 */
record DestinationMembers(
        String path,
        S3Members s3,
        @Nullable ProcessingConfiguration processing,
        @Nullable String backupMode,
        @Nullable S3Members backup,
        @Nullable String fileExtension,
        @Nullable String timeZone,
        @Nullable DataFormatConversionConfiguration conversion,
        @Nullable DynamicPartitioningConfiguration partitioning) {
    private static final Pattern EXTENSION = Pattern.compile("$|\\.[0-9a-z!\\-_.*'()]+");

    static DestinationMembers of(ExtendedS3DestinationConfiguration asked) {
        S3DestinationConfiguration backup = asked.s3BackupConfiguration();
        return new DestinationMembers(
                "extendedS3DestinationConfiguration",
                new S3Members(
                        asked.roleARN(),
                        asked.bucketARN(),
                        asked.prefix(),
                        asked.errorOutputPrefix(),
                        asked.bufferingHints(),
                        asked.compressionFormatAsString(),
                        asked.encryptionConfiguration(),
                        asked.cloudWatchLoggingOptions()),
                asked.processingConfiguration(),
                asked.s3BackupModeAsString(),
                backup == null ? null : S3Members.of(backup),
                asked.fileExtension(),
                asked.customTimeZone(),
                asked.dataFormatConversionConfiguration(),
                asked.dynamicPartitioningConfiguration());
    }

    static DestinationMembers of(ExtendedS3DestinationUpdate asked) {
        S3DestinationUpdate backup = asked.s3BackupUpdate();
        return new DestinationMembers(
                "extendedS3DestinationUpdate",
                new S3Members(
                        asked.roleARN(),
                        asked.bucketARN(),
                        asked.prefix(),
                        asked.errorOutputPrefix(),
                        asked.bufferingHints(),
                        asked.compressionFormatAsString(),
                        asked.encryptionConfiguration(),
                        asked.cloudWatchLoggingOptions()),
                asked.processingConfiguration(),
                asked.s3BackupModeAsString(),
                backup == null ? null : S3Members.of(backup),
                asked.fileExtension(),
                asked.customTimeZone(),
                asked.dataFormatConversionConfiguration(),
                asked.dynamicPartitioningConfiguration());
    }

    static DestinationMembers plain(String path, S3Members s3) {
        return new DestinationMembers(path, s3, null, null, null, null, null, null, null);
    }

    /** Adds what single members break. */
    void constrain(Constraints constraints) {
        s3.constrain(constraints, path);
        constraints
                .oneOf(path + ".s3BackupMode", backupMode, List.of("Disabled", "Enabled"))
                .lengthAtMost(path + ".fileExtension", fileExtension, 128)
                .matches(path + ".fileExtension", fileExtension, EXTENSION);
        if (partitioning != null) {
            PartitioningRules.constrain(constraints, path, partitioning);
        }
        if (backup != null) {
            backup.constrain(constraints, path + ".s3BackupConfiguration");
        }
        if (processing != null) {
            ProcessorRules.constrain(constraints, path, processing);
        }
    }

    void require(Constraints constraints) {
        s3.require(constraints, path);
        if (backup != null) {
            backup.require(constraints, path + ".s3BackupConfiguration");
        }
    }

    /** The settings that follow, over earlier ones or over the defaults. */
    DestinationSettings over(@Nullable DestinationSettings before) {
        checkOffered();
        boolean wasOn = before != null && before.backupEnabled();
        boolean on = backupMode == null ? wasOn : backupMode.equals("Enabled");
        if (wasOn && !on) {
            throw FirehoseErrors.invalidArgument(
                    "S3BackupMode cannot be disabled once it has been enabled.");
        }
        S3Settings backupBefore = before == null ? null : before.backup();
        S3Settings backupNow =
                backup == null ? backupBefore : backup.over(backupBefore, S3Members.Prefixes.PLAIN);
        if (on) {
            checkBackup(backupNow);
        }
        DestinationSettings.Partitioning partitioningNow = partitioning(before);
        S3Settings s3Now =
                s3.over(
                        before == null ? null : before.s3(),
                        partitioningNow == null
                                ? S3Members.Prefixes.PLAIN
                                : S3Members.Prefixes.PARTITIONED);
        var settings =
                new DestinationSettings(
                        s3Now,
                        processing != null
                                ? ProcessorRules.read(processing)
                                : before == null ? null : before.processing(),
                        on,
                        backupNow,
                        or(fileExtension, before == null ? "" : before.fileExtension()),
                        zone(or(timeZone, before == null ? "UTC" : before.timeZone())),
                        partitioningNow);
        PartitioningRules.check(settings);
        return settings;
    }

    private static void checkBackup(@Nullable S3Settings backup) {
        if (backup == null || backup.bucketArn().isEmpty()) {
            throw FirehoseErrors.invalidArgument(
                    "S3BackupConfiguration must be provided when S3BackupMode is Enabled.");
        }
        if (backup.bufferSeconds() < 60) {
            throw FirehoseErrors.invalidArgument(
                    "BufferingHints IntervalInSeconds of S3BackupConfiguration must be at least"
                            + " 60.");
        }
    }

    private void checkOffered() {
        if (conversion != null && Boolean.TRUE.equals(conversion.enabled())) {
            throw FirehoseErrors.invalidArgument(
                    "DataFormatConversionConfiguration is not offered by the local cloud.");
        }
    }

    private DestinationSettings.@Nullable Partitioning partitioning(
            @Nullable DestinationSettings before) {
        DestinationSettings.Partitioning was = before == null ? null : before.partitioning();
        return partitioning == null
                ? was
                : PartitioningRules.over(partitioning, was, before == null);
    }

    private static String zone(String name) {
        try {
            return ZoneId.of(name).getId();
        } catch (DateTimeException e) {
            throw FirehoseErrors.invalidArgument("CustomTimeZone %s is not valid.".formatted(name));
        }
    }

    private static String or(@Nullable String first, String second) {
        return first != null ? first : second;
    }
}
