/** Delays that a test can advance, beside the {@link java.time.Clock} that is passed everywhere. */
@NullMarked
package dev.kinescope.localcloud.time;

import org.jspecify.annotations.NullMarked;
