/** Producer: sending posts, and how many arrived where. */
@NullMarked
package dev.kinescope.desktop.producer;

import org.jspecify.annotations.NullMarked;
