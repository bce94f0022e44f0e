/** Amazon S3: buckets, objects, listings and multipart uploads over a blob store. */
@NullMarked
package dev.kinescope.localcloud.s3;

import org.jspecify.annotations.NullMarked;
