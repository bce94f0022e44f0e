package dev.kinescope.localcloud.kinesis;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Turns partition keys into hash keys: the MD5 of the key, read as an unsigned 128-bit number (AWS
 * documentation, Kinesis terminology). One is made for each request, since finding the algorithm
 * costs more than using it; not for several threads.
 */
final class KeyHash {
    private final MessageDigest md5;

    KeyHash() {
        try {
            md5 = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no MD5.", e);
        }
    }

    HashKey of(byte[] partitionKey) {
        ByteBuffer hash = ByteBuffer.wrap(md5.digest(partitionKey));
        return new HashKey(hash.getLong(), hash.getLong());
    }
}
