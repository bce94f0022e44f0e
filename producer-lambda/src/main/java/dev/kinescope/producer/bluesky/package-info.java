/** Bluesky's Jetstream: all new posts over a WebSocket. */
@NullMarked
package dev.kinescope.producer.bluesky;

import org.jspecify.annotations.NullMarked;
