/** Calls of services on their way: what stands between a caller and a service. */
@NullMarked
package dev.kinescope.localcloud.calls;

import org.jspecify.annotations.NullMarked;
