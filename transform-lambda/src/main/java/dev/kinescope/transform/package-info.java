/** The transform function: adds sentiment to the records of a Firehose batch. */
@NullMarked
package dev.kinescope.transform;

import org.jspecify.annotations.NullMarked;
