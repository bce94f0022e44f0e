/**
 * Amazon Data Firehose: delivery streams that read a Kinesis stream or take puts, pass batches
 * through a Lambda function, buffer by size and time, and deliver objects to S3 at least once.
 */
@NullMarked
package dev.kinescope.localcloud.firehose;

import org.jspecify.annotations.NullMarked;
