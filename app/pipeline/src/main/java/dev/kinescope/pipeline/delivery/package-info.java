/**
 * The Firehose delivery stream: its settings, its metrics, what it delivered and what it could not.
 */
@NullMarked
package dev.kinescope.pipeline.delivery;

import org.jspecify.annotations.NullMarked;
