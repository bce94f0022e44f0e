/** Provision: what the pipeline shall be, what has to change for that, and doing it. */
@NullMarked
package dev.kinescope.desktop.provisioning;

import org.jspecify.annotations.NullMarked;
