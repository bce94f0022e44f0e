/** The command line: the same core as the panel, without a window. */
@NullMarked
package dev.kinescope.desktop.cli;

import org.jspecify.annotations.NullMarked;
