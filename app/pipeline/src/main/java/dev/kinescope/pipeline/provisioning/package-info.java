/**
 * What the pipeline is made of: its definition, the plan that leads there, and carrying that out.
 */
@NullMarked
package dev.kinescope.pipeline.provisioning;

import org.jspecify.annotations.NullMarked;
