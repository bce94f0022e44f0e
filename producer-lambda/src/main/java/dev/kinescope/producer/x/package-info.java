/** X's API, version 2: the filtered stream and the recent search. */
@NullMarked
package dev.kinescope.producer.x;

import org.jspecify.annotations.NullMarked;
