/**
 * How AWS requests and replies look on the wire: one generic codec over the SDK's own model
 * classes, and a small adapter for each protocol, none of which knows a service.
 */
@NullMarked
package dev.kinescope.localcloud.wire;

import org.jspecify.annotations.NullMarked;
