/** Reading CloudWatch's one-minute metrics, with their age and never a made-up zero. */
@NullMarked
package dev.kinescope.pipeline.metrics;

import org.jspecify.annotations.NullMarked;
