/** Comprehend: sentiment by rules and word lists on this machine, in Comprehend's form. */
@NullMarked
package dev.kinescope.localcloud.comprehend;

import org.jspecify.annotations.NullMarked;
