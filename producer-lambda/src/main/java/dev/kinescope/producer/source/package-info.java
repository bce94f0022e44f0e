/** Where posts come from: the port every source implements, and the replay of a file of posts. */
@NullMarked
package dev.kinescope.producer.source;

import org.jspecify.annotations.NullMarked;
