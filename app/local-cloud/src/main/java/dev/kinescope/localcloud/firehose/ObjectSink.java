package dev.kinescope.localcloud.firehose;

import org.jspecify.annotations.Nullable;

/** The bucket that objects are delivered to. */
@FunctionalInterface
public interface ObjectSink {

    /**
     * Stores one object, whole.
     *
     * @throws NotStored if it is not there afterwards; it will be tried again under the same key
     */
    void put(String bucketArn, String key, Content content);

    /** An object's bytes and the Content-Encoding header, if any. */
    @SuppressWarnings("ArrayRecordComponent") // Handed on without a copy, compared by nobody.
    record Content(byte[] bytes, @Nullable String encoding) {}

    /** The bucket did not take an object; the message is the service's. */
    final class NotStored extends RuntimeException {
        private static final long serialVersionUID = 1;

        /** The code of a key that the bucket will never take. */
        public static final String KEY_TOO_LONG = "S3.KeyTooLongError";

        private final String code;

        /**
         * @param code as error logs carry it, such as {@code S3.NoSuchBucket}
         */
        public NotStored(String code, String message, Throwable cause) {
            super(message, cause);
            this.code = code;
        }

        /** The role may not put it, or cannot be assumed. */
        public static NotStored denied(Throwable cause) {
            return new NotStored(
                    "S3.AccessDenied",
                    "Access was denied. Ensure that the trust policy for the provided IAM role"
                            + " allows Firehose to assume the role, and the access policy allows"
                            + " access to the S3 bucket.",
                    cause);
        }

        public String code() {
            return code;
        }
    }
}
