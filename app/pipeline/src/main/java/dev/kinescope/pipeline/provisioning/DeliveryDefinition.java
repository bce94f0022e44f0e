package dev.kinescope.pipeline.provisioning;

import java.util.Optional;

/**
 * The Firehose delivery stream as it shall be.
 *
 * @param prefix of delivered objects, with {@code !{timestamp:…}}
 * @param errorPrefix of what could not be processed, with {@code !{firehose:error-output-type}}
 * @param bufferMiB 1-128
 * @param bufferSeconds 0-900
 * @param processorBufferMB what the transform gets at once, 0.2-3
 * @param processorBufferSeconds 0-900
 * @param rawBackupPrefix where copies of the records before the transform go, in the same bucket;
 *     once on, AWS cannot turn it off
 */
public record DeliveryDefinition(
        String name,
        String role,
        String bucket,
        String prefix,
        String errorPrefix,
        int bufferMiB,
        int bufferSeconds,
        double processorBufferMB,
        int processorBufferSeconds,
        Compression compression,
        Optional<String> rawBackupPrefix) {

    /** How delivered objects are packed. */
    public enum Compression {
        UNCOMPRESSED,
        GZIP
    }

    /** Changes both buffers; units as in the record. */
    public DeliveryDefinition withBuffers(
            int changedMiB,
            int changedSeconds,
            double changedProcessorMB,
            int changedProcessorSeconds) {
        return new DeliveryDefinition(
                name,
                role,
                bucket,
                prefix,
                errorPrefix,
                changedMiB,
                changedSeconds,
                changedProcessorMB,
                changedProcessorSeconds,
                compression,
                rawBackupPrefix);
    }

    public DeliveryDefinition withBucket(String changed) {
        return new DeliveryDefinition(
                name,
                role,
                changed,
                prefix,
                errorPrefix,
                bufferMiB,
                bufferSeconds,
                processorBufferMB,
                processorBufferSeconds,
                compression,
                rawBackupPrefix);
    }

    /**
     * The part of the prefix before its first expression: every delivered object starts with it.
     */
    public String fixedPrefix() {
        return beforeExpression(prefix);
    }

    /** The part of the error prefix before its first expression. */
    public String fixedErrorPrefix() {
        return beforeExpression(errorPrefix);
    }

    static String beforeExpression(String prefix) {
        int expression = prefix.indexOf("!{");
        return expression < 0 ? prefix : prefix.substring(0, expression);
    }
}
