/**
 * How texts get their language, sentiment and entities: chunks, calls in parallel, retries within a
 * budget.
 */
@NullMarked
package dev.kinescope.transform.sentiment;

import org.jspecify.annotations.NullMarked;
