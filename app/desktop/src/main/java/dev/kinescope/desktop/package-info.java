/** The JavaFX panel and the command line: how the program starts and how its parts are wired. */
@NullMarked
package dev.kinescope.desktop;

import org.jspecify.annotations.NullMarked;
