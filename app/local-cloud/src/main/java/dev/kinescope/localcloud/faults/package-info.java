/** Faults on purpose: what a user of the local cloud can make go wrong, and how it is done. */
@NullMarked
package dev.kinescope.localcloud.faults;

import org.jspecify.annotations.NullMarked;
