/**
 * One press runs it all: provision, deploy, send, follow every record to its end, and prove that
 * none is lost.
 */
@NullMarked
package dev.kinescope.pipeline.run;

import org.jspecify.annotations.NullMarked;
