/** Servers of a test's own that speak the wire formats of the live sources. */
@NullMarked
package dev.kinescope.producer.wire;

import org.jspecify.annotations.NullMarked;
