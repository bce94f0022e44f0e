/**
 * What the panel does, with no user interface: one package per feature; here, what they all share.
 */
@NullMarked
package dev.kinescope.pipeline;

import org.jspecify.annotations.NullMarked;
