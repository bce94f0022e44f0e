/** The embedded AWS endpoint: starts every local service behind one loopback port. */
@NullMarked
package dev.kinescope.localcloud;

import org.jspecify.annotations.NullMarked;
