/** The JavaFX panel and the command line. */
@NullMarked
package dev.kinescope.desktop;

import org.jspecify.annotations.NullMarked;
