/** The two Lambda functions: deploy, describe, invoke. */
@NullMarked
package dev.kinescope.pipeline.functions;

import org.jspecify.annotations.NullMarked;
