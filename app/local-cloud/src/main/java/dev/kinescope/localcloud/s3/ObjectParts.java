package dev.kinescope.localcloud.s3;

import dev.kinescope.localcloud.store.Blob;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The parts that an object was uploaded in, which can be read one by one. */
record ObjectParts(List<Long> sizes) {
    /** The attribute of an object that was uploaded in parts: their sizes. */
    static final String ATTRIBUTE = "part-sizes";

    /** Whether an object was uploaded in parts. */
    static boolean joined(Blob object) {
        return object.attributes().containsKey(ATTRIBUTE);
    }

    /** An object that was not uploaded in parts is its own first part. */
    static ObjectParts of(Blob object) {
        String sizes = object.attributes().get(ATTRIBUTE);
        return new ObjectParts(
                sizes == null
                        ? List.of(object.size())
                        : Arrays.stream(sizes.split(",", -1)).map(Long::valueOf).toList());
    }

    String attribute() {
        return sizes.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    int count() {
        return sizes.size();
    }

    /** Where a part lies; parts count from one. Empty for the one of an empty object. */
    Optional<ByteRange> range(int number) {
        if (number < 1 || number > sizes.size()) {
            throw S3Errors.s3(
                    416, "InvalidPartNumber", "The requested partnumber is not satisfiable");
        }
        long from = sizes.subList(0, number - 1).stream().mapToLong(Long::longValue).sum();
        long size = sizes.get(number - 1);
        return size == 0 ? Optional.empty() : Optional.of(new ByteRange(from, size));
    }
}
