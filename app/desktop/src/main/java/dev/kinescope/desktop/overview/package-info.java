/** The first view: the pipeline drawn as it lives, and the one button that runs all of it. */
@NullMarked
package dev.kinescope.desktop.overview;

import org.jspecify.annotations.NullMarked;
