/** CloudWatch Logs: groups, streams and their last events, in memory. */
@NullMarked
package dev.kinescope.localcloud.logs;

import org.jspecify.annotations.NullMarked;
