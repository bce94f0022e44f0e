/** Metrics of the local services, as CloudWatch would answer them. */
@NullMarked
package dev.kinescope.localcloud.cloudwatch;

import org.jspecify.annotations.NullMarked;
