/** What came out: delivered objects, the scored posts in them, and what they add up to. */
@NullMarked
package dev.kinescope.pipeline.results;

import org.jspecify.annotations.NullMarked;
