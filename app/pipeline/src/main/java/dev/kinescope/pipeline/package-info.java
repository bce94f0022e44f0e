/** What the panel does, with no user interface: one package per feature. */
@NullMarked
package dev.kinescope.pipeline;

import org.jspecify.annotations.NullMarked;
